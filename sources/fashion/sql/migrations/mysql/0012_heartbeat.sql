-- A row that a service counts up on the primary, so that a replica shows how far behind it is.
CREATE TABLE heartbeat (
    only BIGINT NOT NULL PRIMARY KEY CHECK (only = 1),
    beat BIGINT NOT NULL
) ENGINE = InnoDB;

INSERT INTO heartbeat (only, beat) VALUES (1, 0);

UPDATE schema_version SET version = '1.1.0';
