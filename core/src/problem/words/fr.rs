//! The words in French.

/// By name: the meaning, and the remedy.
pub(in crate::problem) const WORDS: [(&str, &str, &str); 29] = [
    (
        "conflict",
        "La requête contredit l’état actuel de la ressource. Rien n’a été modifié.",
        "Relisez la ressource et décidez de nouveau. Le détail indique la contradiction.",
    ),
    (
        "content-late",
        "Le contenu annoncé n’est pas arrivé à temps. Rien n’a été modifié.",
        "Renvoyez la requête, sans pauses dans son contenu.",
    ),
    (
        "content-too-large",
        "Le contenu dépasse la limite de la ressource.",
        "Envoyez moins de contenu. Le détail indique la limite.",
    ),
    (
        "forbidden",
        "Votre authentification est valide, mais n’autorise pas cette requête.",
        "Utilisez un compte qui y est autorisé. Répéter la requête ne sert à rien.",
    ),
    ("gone", "La ressource a existé, et a été supprimée définitivement.", "Supprimez le lien."),
    (
        "headers-too-large",
        "La requête a trop d’en-têtes, ou ils sont trop volumineux au total.",
        "Envoyez-en moins, ou de plus courts. D’anciens cookies en sont souvent la cause.",
    ),
    (
        "idempotency-key-reused",
        "Une requête précédente a utilisé cet Idempotency-Key avec une autre cible ou un autre contenu.",
        "Créez une clé pour chaque requête. Ne réutilisez une clé que pour répéter la même requête.",
    ),
    (
        "in-flight",
        "Une requête avec cet Idempotency-Key est encore en cours.",
        "Attendez le temps indiqué par Retry-After, puis renvoyez-la. Vous recevrez la réponse à la première.",
    ),
    (
        "internal",
        "Une erreur interne est survenue dans le service.",
        "Réessayez plus tard. Si l’erreur persiste, indiquez-nous le X-Request-Id de la réponse.",
    ),
    (
        "invalid-content",
        "Le contenu est lisible, mais non valide. Rien n’a été modifié.",
        "Chaque élément de <code>errors</code> désigne une erreur dans le contenu et l’explique. Corrigez-les toutes et renvoyez la requête. Au plus 50 sont indiquées ; <code>omitted</code> est le nombre des autres.",
    ),
    (
        "invalid-idempotency-key",
        "L’Idempotency-Key est vide, trop long ou répété.",
        "Envoyez une seule clé de 1 à 255 caractères imprimables, par exemple un UUID.",
    ),
    (
        "invalid-query",
        "Un paramètre de la requête ou d’un en-tête est inconnu, répété, ou a une valeur non valide.",
        "Chaque élément de <code>errors</code> nomme un paramètre et explique l’erreur, ou désigne une erreur dans le contenu. Un curseur n’est valable que pour la liste dont il provient. Au plus 50 erreurs sont indiquées ; <code>omitted</code> est le nombre des autres.",
    ),
    (
        "malformed",
        "La requête ou son contenu est mal formé, ou un contenu nécessaire manque.",
        "Vérifiez que la requête est complète, et qu’aucun objet n’a deux membres du même nom. Le détail indique l’erreur.",
    ),
    (
        "method-not-allowed",
        "La ressource existe, mais ne prend pas en charge cette méthode.",
        "Utilisez l’une des méthodes de Allow.",
    ),
    (
        "not-acceptable",
        "La ressource n’a aucune représentation dans un format que Accept autorise.",
        "Ajoutez à Accept l’un des formats du détail, ou n’envoyez pas Accept.",
    ),
    (
        "not-found",
        "Il n’y a aucune ressource à cette URI.",
        "Vérifiez le chemin. Suivez les liens au lieu de construire des URI.",
    ),
    (
        "not-implemented",
        "Ce service ne connaît pas la méthode.",
        "Utilisez une méthode de la RFC 9110 ou PATCH.",
    ),
    (
        "partial-content",
        "Un PUT avec Content-Range enregistrerait une partie comme le tout.",
        "Envoyez le contenu entier, ou utilisez PATCH.",
    ),
    (
        "precondition-failed",
        "La ressource n’est pas dans l’état que If-Match, If-None-Match ou If-Unmodified-Since exige : elle a changé depuis que vous l’avez lue. Rien n’a été modifié.",
        "Relisez-la, appliquez votre modification au nouvel état, et envoyez-la avec le nouvel ETag.",
    ),
    (
        "precondition-required",
        "Cette modification pourrait écraser celle d’un autre client. Elle doit donc indiquer l’état dont elle part.",
        "Lisez la ressource et envoyez son ETag dans If-Match.",
    ),
    (
        "range-not-satisfiable",
        "La représentation se termine avant la partie demandée.",
        "Content-Range indique sa longueur.",
    ),
    (
        "timeout",
        "Un système derrière le service n’a pas répondu à temps. Une modification a pu être faite ou non.",
        "Lisez la ressource pour le savoir, ou répétez un POST avec le même Idempotency-Key.",
    ),
    (
        "too-many-requests",
        "Vous envoyez plus de requêtes que la limite ne le permet.",
        "Attendez le temps indiqué par Retry-After.",
    ),
    (
        "unauthenticated",
        "La requête n’a pas d’authentification, ou une authentification non valide.",
        "Envoyez un jeton valide : <code>Authorization: Bearer …</code>.",
    ),
    (
        "unavailable",
        "Le service, ou un système derrière lui, n’est pas disponible pour le moment.",
        "Attendez le temps indiqué par Retry-After, puis réessayez.",
    ),
    (
        "unknown-locale",
        "La partie du chemin après la version n’est pas une locale de ce service.",
        "Utilisez l’une de celles de <code>locales</code>.",
    ),
    (
        "unknown-transfer-coding",
        "Ce service ne connaît pas le codage de transfert du contenu.",
        "Envoyez le contenu avec Content-Length, ou en morceaux (chunked).",
    ),
    (
        "unsupported-media-type",
        "La méthode n’accepte pas le format ou le codage du contenu.",
        "Utilisez l’un de ceux que Accept, Accept-Patch ou Accept-Encoding indique dans la réponse.",
    ),
    (
        "uri-too-long",
        "La cible dépasse la limite de ce service.",
        "Raccourcissez la requête. Le détail indique la limite.",
    ),
];
