-- The version of all tables together. Each later migration raises it: by a minor version where it only adds, by a major one
-- where it takes away what a release has read or written.
CREATE TABLE schema_version (
    only    BIGINT         NOT NULL PRIMARY KEY CHECK (only = 1),
    version VARBINARY(255) NOT NULL
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;

INSERT INTO schema_version (only, version) VALUES (1, '1.0.0');
