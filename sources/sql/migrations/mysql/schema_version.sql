-- The version of all tables together. Each migration of the domain raises it: to 1.0.0 at first, then by a minor version
-- where it only adds, and by a major one where it takes away what a release has read or written.
CREATE TABLE schema_version (
    only    BIGINT         NOT NULL PRIMARY KEY CHECK (only = 1),
    version VARBINARY(255) NOT NULL
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;

INSERT INTO schema_version (only, version) VALUES (1, '0.0.0');
