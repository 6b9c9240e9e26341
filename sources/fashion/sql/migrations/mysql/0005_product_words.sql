-- The words that a product is found by, read both ways: which products begin with a word, and whether one has it.
CREATE TABLE product_words (
    word    VARBINARY(800) NOT NULL,
    product VARBINARY(64)  NOT NULL,
    PRIMARY KEY (word, product),
    INDEX product_words_by_product (product, word),
    FOREIGN KEY (product) REFERENCES products (id) ON DELETE CASCADE
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;
