-- The words that a product is found by. created is the product's, which never changes: it lets a list be sorted without
-- a look at each product.
CREATE TABLE product_words (
    word    TEXT    NOT NULL,
    product TEXT    NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    created INTEGER NOT NULL,
    PRIMARY KEY (word, product)
) STRICT, WITHOUT ROWID;

CREATE INDEX product_words_by_product ON product_words (product, word);
