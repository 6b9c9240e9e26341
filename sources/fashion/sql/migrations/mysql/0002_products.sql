-- A product is one row, so that one statement reads it whole: a version never comes with another version's parts.
-- texts, prices and images are JSON documents. What lists ask for stands in the index tables that follow.
CREATE TABLE products (
    id       VARBINARY(64)   NOT NULL PRIMARY KEY,
    brand    VARBINARY(2000),
    category VARBINARY(2000) NOT NULL,
    colour   VARBINARY(2000),
    texts    LONGTEXT        NOT NULL,
    prices   LONGTEXT        NOT NULL,
    images   LONGTEXT        NOT NULL,
    shop     LONGTEXT,
    version  BIGINT          NOT NULL,
    created  BIGINT          NOT NULL,
    modified BIGINT          NOT NULL,
    INDEX products_newest (created, id),
    INDEX products_by_brand (brand, created, id),
    INDEX products_by_colour (colour, created, id)
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;
