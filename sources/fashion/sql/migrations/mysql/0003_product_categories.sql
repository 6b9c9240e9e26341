-- Each category that a product is found under, its own and all above, so that a subtree is one stretch of the index.
-- created is the product's, which never changes.
CREATE TABLE product_categories (
    category VARBINARY(2000) NOT NULL,
    created  BIGINT          NOT NULL,
    product  VARBINARY(64)   NOT NULL,
    PRIMARY KEY (category, created, product),
    FOREIGN KEY (product) REFERENCES products (id) ON DELETE CASCADE
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;
