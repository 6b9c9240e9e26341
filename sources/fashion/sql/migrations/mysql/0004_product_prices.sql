-- The amount of each price, for ranges and orders. The price itself, with its currency, is the product's.
CREATE TABLE product_prices (
    product VARBINARY(64) NOT NULL,
    country VARBINARY(64) NOT NULL,
    amount  BIGINT        NOT NULL,
    PRIMARY KEY (product, country),
    INDEX product_prices_by_amount (country, amount, product),
    FOREIGN KEY (product) REFERENCES products (id) ON DELETE CASCADE
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;
