-- Which collages contain which products, once each. created is the collage's, which never changes.
CREATE TABLE collage_products (
    product TEXT    NOT NULL REFERENCES products (id),
    created INTEGER NOT NULL,
    collage TEXT    NOT NULL REFERENCES collages (id) ON DELETE CASCADE,
    PRIMARY KEY (product, created, collage)
) STRICT, WITHOUT ROWID;

CREATE INDEX collage_products_by_collage ON collage_products (collage);
