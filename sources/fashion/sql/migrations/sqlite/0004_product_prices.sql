-- The amount of each price, for ranges and orders. The price itself, with its currency, is the product's.
CREATE TABLE product_prices (
    product TEXT    NOT NULL REFERENCES products (id) ON DELETE CASCADE,
    country TEXT    NOT NULL,
    amount  INTEGER NOT NULL,
    PRIMARY KEY (product, country)
) STRICT, WITHOUT ROWID;

CREATE INDEX product_prices_by_amount ON product_prices (country, amount, product);
