-- The number of the last change of each product: the count that the change made. A release before this one writes none, and
-- so its products are among those of the beginning, which are in no later part of the list of changes.
ALTER TABLE products ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;

CREATE INDEX products_by_change ON products (changed, id);

CREATE TABLE change_counts (
    noun     TEXT    NOT NULL PRIMARY KEY,
    changes  INTEGER NOT NULL,
    modified INTEGER
) STRICT, WITHOUT ROWID;

INSERT INTO change_counts (noun, changes, modified) VALUES ('product', 0, NULL);

UPDATE schema_version SET version = '1.5.0';
