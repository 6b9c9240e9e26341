CREATE TABLE notes (
    id       TEXT    NOT NULL PRIMARY KEY,
    author   TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    created  INTEGER NOT NULL,
    modified INTEGER NOT NULL
) STRICT;

CREATE INDEX notes_newest ON notes (created, id);
