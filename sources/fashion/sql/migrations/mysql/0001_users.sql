-- Whatever is compared, be it an identifier, a word or a brand, is bytes, so that it is equal and comes in order as it does
-- everywhere else; its length is in bytes, up to four for a character. Texts that are only shown are utf8mb4. Times are
-- milliseconds since 1970, UTC.
CREATE TABLE users (
    id       VARBINARY(64) NOT NULL PRIMARY KEY,
    name     LONGTEXT,
    version  BIGINT        NOT NULL,
    created  BIGINT        NOT NULL,
    modified BIGINT        NOT NULL
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;
