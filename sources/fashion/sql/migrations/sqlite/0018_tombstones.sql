-- What was deleted, and when. A row of something that was made anew means nothing.
CREATE TABLE tombstones (
    noun    TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (noun, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX tombstones_by_deleted ON tombstones (deleted);

UPDATE schema_version SET version = '1.4.0';
