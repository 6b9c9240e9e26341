CREATE TABLE notes (
    id       VARBINARY(64) NOT NULL PRIMARY KEY,
    author   VARBINARY(64) NOT NULL,
    text     LONGTEXT      NOT NULL,
    version  BIGINT        NOT NULL,
    created  BIGINT        NOT NULL,
    modified BIGINT        NOT NULL,
    INDEX notes_newest (created, id)
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;
