-- items is a JSON document, in the owner's order; likes counts the rows of the table likes.
CREATE TABLE collages (
    id          TEXT    NOT NULL PRIMARY KEY,
    owner       TEXT    NOT NULL REFERENCES users (id),
    title       TEXT,
    description TEXT,
    items       TEXT    NOT NULL,
    likes       INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    created     INTEGER NOT NULL,
    modified    INTEGER NOT NULL
) STRICT;

CREATE INDEX collages_newest ON collages (created, id);
CREATE INDEX collages_most_liked ON collages (likes, id);
CREATE INDEX collages_by_owner_newest ON collages (owner, created, id);
CREATE INDEX collages_by_owner_most_liked ON collages (owner, likes, id);
