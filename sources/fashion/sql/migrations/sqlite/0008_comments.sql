-- primary_language is the first subtag of language: lists ask for German, whatever the country.
CREATE TABLE comments (
    id               TEXT    NOT NULL PRIMARY KEY,
    collage          TEXT    NOT NULL REFERENCES collages (id) ON DELETE CASCADE,
    author           TEXT    NOT NULL REFERENCES users (id),
    language         TEXT    NOT NULL,
    primary_language TEXT    NOT NULL,
    title            TEXT,
    text             TEXT    NOT NULL,
    rating           INTEGER,
    version          INTEGER NOT NULL,
    created          INTEGER NOT NULL,
    modified         INTEGER NOT NULL
) STRICT;

CREATE INDEX comments_newest ON comments (created, id);
CREATE INDEX comments_by_collage ON comments (collage, created, id);
CREATE INDEX comments_by_language ON comments (primary_language, created, id);
CREATE INDEX comments_by_collage_and_language ON comments (collage, primary_language, created, id);
