-- The words that a product is found by, read both ways: which products begin with a word, and whether one has it.
CREATE TABLE product_words (
    word    TEXT NOT NULL,
    product TEXT NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    PRIMARY KEY (word, product)
) STRICT, WITHOUT ROWID;

CREATE INDEX product_words_by_product ON product_words (product, word);
