-- A product is one row, so that one statement reads it whole: a version never comes with another version's parts.
-- texts, prices and images are JSON documents. What lists ask for stands in the index tables that follow.
CREATE TABLE products (
    id       TEXT    NOT NULL PRIMARY KEY,
    brand    TEXT,
    category TEXT    NOT NULL,
    colour   TEXT,
    texts    TEXT    NOT NULL,
    prices   TEXT    NOT NULL,
    images   TEXT    NOT NULL,
    shop     TEXT,
    version  INTEGER NOT NULL,
    created  INTEGER NOT NULL,
    modified INTEGER NOT NULL
) STRICT;

CREATE INDEX products_newest ON products (created, id);
CREATE INDEX products_by_brand ON products (brand, created, id);
CREATE INDEX products_by_colour ON products (colour, created, id);
