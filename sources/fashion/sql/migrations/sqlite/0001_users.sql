-- Identifiers are 1 to 64 ASCII bytes and are compared byte by byte; times are milliseconds since 1970, UTC.
CREATE TABLE users (
    id       TEXT    NOT NULL PRIMARY KEY,
    name     TEXT,
    version  INTEGER NOT NULL,
    created  INTEGER NOT NULL,
    modified INTEGER NOT NULL
) STRICT;
