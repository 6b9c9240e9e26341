CREATE TABLE likes (
    collage TEXT    NOT NULL REFERENCES collages (id) ON DELETE CASCADE,
    user    TEXT    NOT NULL REFERENCES users (id),
    created INTEGER NOT NULL,
    PRIMARY KEY (collage, user)
) STRICT, WITHOUT ROWID;
