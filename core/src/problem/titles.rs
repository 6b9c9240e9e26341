//! The titles of problems in the languages of locales. Types and codes are the same in all of them, and details are English.

use std::sync::Arc;

use http::Extensions;
use ogrom_core_resource::Titles;
use ogrom_protocols_model::Locale;

/// The titles in the language of the locale that the request is in; absent where that is English or another one without titles.
pub fn titles(facts: &Extensions) -> Option<Titles> {
    in_language(facts.get::<Arc<Locale>>()?.tag().language())
}

/// The titles in a language; absent for English, which problems have by themselves, and for others.
pub(super) fn in_language(language: &str) -> Option<Titles> {
    match language {
        "de" => Some(|name| titled(name).map(|(_, de, _)| *de)),
        "fr" => Some(|name| titled(name).map(|(_, _, fr)| *fr)),
        _ => None,
    }
}

fn titled(name: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    TITLES.iter().find(|(known, ..)| *known == name)
}

/// By name: German, French.
pub(super) const TITLES: [(&str, &str, &str); 29] = [
    ("conflict", "Die Änderung widerspricht dem jetzigen Zustand", "La modification contredit l’état actuel"),
    ("content-late", "Der Inhalt kam nicht rechtzeitig", "Le contenu n’est pas arrivé à temps"),
    ("content-too-large", "Der Inhalt ist zu groß", "Le contenu est trop volumineux"),
    ("forbidden", "Das ist nicht erlaubt", "Cette action n’est pas autorisée"),
    ("gone", "Es wurde endgültig entfernt", "La ressource a été supprimée définitivement"),
    ("headers-too-large", "Die Kopfzeilen sind zu groß", "Les en-têtes sont trop volumineux"),
    (
        "idempotency-key-reused",
        "Der Idempotency-Key gehört zu einer anderen Anfrage",
        "L’Idempotency-Key appartient à une autre requête",
    ),
    (
        "in-flight",
        "Die Anfrage mit diesem Idempotency-Key wird gerade bearbeitet",
        "La requête de cet Idempotency-Key est en cours",
    ),
    ("internal", "Im Dienst ist ein Fehler aufgetreten", "Une erreur est survenue dans le service"),
    (
        "invalid-content",
        "Der Inhalt ist lesbar, aber nicht gültig",
        "Le contenu est lisible, mais non valide",
    ),
    (
        "invalid-idempotency-key",
        "Der Idempotency-Key ist nicht verwendbar",
        "L’Idempotency-Key n’est pas utilisable",
    ),
    ("invalid-query", "Ein Parameter der Anfrage ist falsch", "Un paramètre de la requête est incorrect"),
    ("malformed", "Die Anfrage ist nicht lesbar", "La requête est illisible"),
    (
        "method-not-allowed",
        "Die Ressource unterstützt diese Methode nicht",
        "La ressource ne prend pas en charge cette méthode",
    ),
    (
        "not-acceptable",
        "Es gibt keine Darstellung, die akzeptiert wird",
        "Il n’existe aucune représentation acceptée",
    ),
    ("not-found", "Hier gibt es nichts", "Il n’y a rien ici"),
    ("not-implemented", "Die Methode ist nicht bekannt", "La méthode est inconnue"),
    ("partial-content", "Inhalt muss als Ganzes gesendet werden", "Le contenu doit être envoyé en entier"),
    (
        "precondition-failed",
        "Eine Bedingung der Anfrage ist nicht erfüllt",
        "Une condition de la requête n’est pas remplie",
    ),
    ("precondition-required", "Die Anfrage braucht eine Bedingung", "La requête doit être conditionnelle"),
    (
        "range-not-satisfiable",
        "Diesen Teil der Darstellung gibt es nicht",
        "Cette partie de la représentation n’existe pas",
    ),
    ("timeout", "Die Antwort kam nicht rechtzeitig", "La réponse n’est pas arrivée à temps"),
    ("too-many-requests", "Es kommen zu viele Anfragen", "Les requêtes sont trop nombreuses"),
    ("unauthenticated", "Eine Anmeldung ist nötig", "Une authentification est nécessaire"),
    ("unavailable", "Der Dienst kann gerade nicht antworten", "Le service ne peut pas répondre actuellement"),
    ("unknown-locale", "Diese Locale gibt es nicht", "Cette locale n’existe pas"),
    (
        "unknown-transfer-coding",
        "Die Übertragungscodierung ist nicht bekannt",
        "Le codage de transfert est inconnu",
    ),
    ("unsupported-media-type", "Dieses Format wird hier nicht angenommen", "Ce format n’est pas accepté ici"),
    ("uri-too-long", "Die URI ist zu lang", "L’URI est trop longue"),
];
