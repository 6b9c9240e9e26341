-- Each category that a product is found under, its own and all above, so that a subtree is one stretch of the index.
-- created is the product's, which never changes.
CREATE TABLE product_categories (
    category TEXT    NOT NULL,
    created  INTEGER NOT NULL,
    product  TEXT    NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    PRIMARY KEY (category, created, product)
) STRICT, WITHOUT ROWID;
