CREATE TABLE likes (
    collage VARBINARY(64) NOT NULL,
    user    VARBINARY(64) NOT NULL,
    created BIGINT        NOT NULL,
    PRIMARY KEY (collage, user),
    FOREIGN KEY (collage) REFERENCES collages (id) ON DELETE CASCADE,
    FOREIGN KEY (user) REFERENCES users (id)
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;
