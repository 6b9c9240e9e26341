-- Which collages contain which products, once each. created is the collage's, which never changes.
CREATE TABLE collage_products (
    product VARBINARY(64) NOT NULL,
    created BIGINT        NOT NULL,
    collage VARBINARY(64) NOT NULL,
    PRIMARY KEY (product, created, collage),
    INDEX collage_products_by_collage (collage),
    FOREIGN KEY (product) REFERENCES products (id),
    FOREIGN KEY (collage) REFERENCES collages (id) ON DELETE CASCADE
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;
