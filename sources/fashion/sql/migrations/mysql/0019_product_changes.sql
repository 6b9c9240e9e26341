-- The number of the last change of each product: the count that the change made. A release before this one writes none, and
-- so its products are among those of the beginning, which are in no later part of the list of changes.
ALTER TABLE products
    ADD COLUMN changed BIGINT NOT NULL DEFAULT 0,
    ADD INDEX products_by_change (changed, id);

CREATE TABLE change_counts (
    noun     VARBINARY(64) NOT NULL PRIMARY KEY,
    changes  BIGINT        NOT NULL,
    modified BIGINT
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;

INSERT INTO change_counts (noun, changes, modified) VALUES ('product', 0, NULL);

UPDATE schema_version SET version = '1.5.0';
