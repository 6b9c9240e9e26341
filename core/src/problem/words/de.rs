//! The words in German.

/// By name: the meaning, and the remedy.
pub(in crate::problem) const WORDS: [(&str, &str, &str); 29] = [
    (
        "conflict",
        "Die Anfrage widerspricht dem jetzigen Zustand der Ressource. Nichts wurde geändert.",
        "Lesen Sie die Ressource noch einmal und entscheiden Sie neu. Das Detail nennt den Widerspruch.",
    ),
    (
        "content-late",
        "Der angekündigte Inhalt kam nicht rechtzeitig. Nichts wurde geändert.",
        "Senden Sie die Anfrage noch einmal, ohne Pausen im Inhalt.",
    ),
    (
        "content-too-large",
        "Der Inhalt ist größer, als die Ressource erlaubt.",
        "Senden Sie weniger. Das Detail nennt die Grenze.",
    ),
    (
        "forbidden",
        "Die Anmeldung ist gültig, erlaubt diese Anfrage aber nicht.",
        "Melden Sie sich als jemand an, der es darf. Eine Wiederholung hilft nicht.",
    ),
    ("gone", "Die Ressource gab es; sie wurde endgültig entfernt.", "Entfernen Sie den Link."),
    (
        "headers-too-large",
        "Die Anfrage hat zu viele Kopfzeilen, oder sie sind zusammen zu groß.",
        "Senden Sie weniger oder kürzere. Meist sind alte Cookies die Ursache.",
    ),
    (
        "idempotency-key-reused",
        "Dieser Idempotency-Key kam schon mit einem anderen Ziel oder einem anderen Inhalt.",
        "Machen Sie für jede Anfrage einen neuen. Verwenden Sie einen alten nur, um dieselbe Anfrage zu wiederholen.",
    ),
    (
        "in-flight",
        "Eine Anfrage mit diesem Idempotency-Key wird noch bearbeitet.",
        "Warten Sie so lange, wie Retry-After sagt, und senden Sie sie noch einmal. Sie bekommen die Antwort der ersten.",
    ),
    (
        "internal",
        "Der Dienst hat einen internen Fehler.",
        "Versuchen Sie es später wieder. Bleibt der Fehler, nennen Sie uns die X-Request-Id der Antwort.",
    ),
    (
        "invalid-content",
        "Der Inhalt ist lesbar, aber nicht gültig. Nichts wurde geändert.",
        "Jedes Element von <code>errors</code> zeigt auf einen Fehler im Inhalt und erklärt ihn. Berichtigen Sie alle und senden Sie die Anfrage noch einmal. Höchstens 50 werden genannt; <code>omitted</code> ist die Zahl der übrigen.",
    ),
    (
        "invalid-idempotency-key",
        "Der Idempotency-Key ist leer, zu lang oder mehrfach da.",
        "Senden Sie einen Schlüssel aus 1 bis 255 druckbaren Zeichen, zum Beispiel eine UUID.",
    ),
    (
        "invalid-query",
        "Ein Parameter der Query oder einer Kopfzeile ist unbekannt, mehrfach da oder hat einen ungültigen Wert.",
        "Jedes Element von <code>errors</code> nennt einen Parameter und erklärt den Fehler, oder zeigt auf einen Fehler im Inhalt. Ein Cursor gilt nur für die Liste, aus der er kommt. Höchstens 50 Fehler werden genannt; <code>omitted</code> ist die Zahl der übrigen.",
    ),
    (
        "malformed",
        "Die Anfrage oder ihr Inhalt ist nicht wohlgeformt, oder nötiger Inhalt fehlt.",
        "Prüfen Sie, ob sie vollständig ist und kein Objekt zwei Elemente desselben Namens hat. Das Detail nennt den Fehler.",
    ),
    (
        "method-not-allowed",
        "Die Ressource gibt es, aber sie unterstützt diese Methode nicht.",
        "Verwenden Sie eine der Methoden in Allow.",
    ),
    (
        "not-acceptable",
        "Die Ressource hat keine Darstellung in einem Format, das Accept erlaubt.",
        "Nehmen Sie eines der Formate im Detail in Accept auf, oder lassen Sie Accept weg.",
    ),
    (
        "not-found",
        "Unter dieser URI gibt es keine Ressource.",
        "Prüfen Sie den Pfad. Folgen Sie Links, statt URIs selbst zu bauen.",
    ),
    (
        "not-implemented",
        "Dieser Dienst kennt die Methode nicht.",
        "Verwenden Sie eine Methode aus RFC 9110 oder PATCH.",
    ),
    (
        "partial-content",
        "Ein PUT mit Content-Range würde einen Teil als das Ganze speichern.",
        "Senden Sie den ganzen Inhalt, oder verwenden Sie PATCH.",
    ),
    (
        "precondition-failed",
        "Die Ressource ist nicht in dem Zustand, den If-Match, If-None-Match oder If-Unmodified-Since verlangt: Sie wurde geändert, nachdem Sie sie gelesen haben. Nichts wurde geändert.",
        "Lesen Sie sie noch einmal, machen Sie Ihre Änderung am neuen Zustand, und senden Sie sie mit dem neuen ETag.",
    ),
    (
        "precondition-required",
        "Diese Änderung könnte die eines anderen überschreiben. Darum muss sie den Zustand nennen, von dem sie ausgeht.",
        "Lesen Sie die Ressource, und senden Sie ihren ETag als If-Match.",
    ),
    (
        "range-not-satisfiable",
        "Die Darstellung endet vor dem verlangten Teil.",
        "Content-Range nennt ihre Länge.",
    ),
    (
        "timeout",
        "Ein System hinter dem Dienst hat nicht rechtzeitig geantwortet. Eine Änderung kann gemacht worden sein oder nicht.",
        "Lesen Sie die Ressource, um es zu erfahren, oder wiederholen Sie einen POST mit demselben Idempotency-Key.",
    ),
    (
        "too-many-requests",
        "Sie senden mehr Anfragen, als erlaubt sind.",
        "Warten Sie so lange, wie Retry-After sagt.",
    ),
    (
        "unauthenticated",
        "Die Anfrage hat keine Anmeldung oder eine ungültige.",
        "Senden Sie ein gültiges Token: <code>Authorization: Bearer …</code>.",
    ),
    (
        "unavailable",
        "Der Dienst oder ein System hinter ihm ist gerade nicht verfügbar.",
        "Warten Sie so lange, wie Retry-After sagt, und versuchen Sie es wieder.",
    ),
    (
        "unknown-locale",
        "Der Teil des Pfades nach der Version ist keine Locale dieses Dienstes.",
        "Verwenden Sie eine aus <code>locales</code>.",
    ),
    (
        "unknown-transfer-coding",
        "Dieser Dienst kennt die Übertragungscodierung des Inhalts nicht.",
        "Senden Sie den Inhalt mit Content-Length oder in Chunks.",
    ),
    (
        "unsupported-media-type",
        "Die Methode nimmt das Format oder die Codierung des Inhalts nicht an.",
        "Verwenden Sie eines, das Accept, Accept-Patch oder Accept-Encoding in der Antwort nennt.",
    ),
    (
        "uri-too-long",
        "Das Ziel ist länger, als dieser Dienst erlaubt.",
        "Kürzen Sie die Query. Das Detail nennt die Grenze.",
    ),
];
