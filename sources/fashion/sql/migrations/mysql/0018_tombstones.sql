-- What was deleted, and when. A row of something that was made anew means nothing.
CREATE TABLE tombstones (
    noun    VARBINARY(64) NOT NULL,
    id      VARBINARY(64) NOT NULL,
    deleted BIGINT        NOT NULL,
    PRIMARY KEY (noun, id),
    INDEX tombstones_by_deleted (deleted)
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;

UPDATE schema_version SET version = '1.4.0';
