-- A row that a service counts up on the primary, so that a replica shows how far behind it is. An embedded database has
-- none, but the same tables.
CREATE TABLE heartbeat (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    beat INTEGER NOT NULL
) STRICT;

INSERT INTO heartbeat (only, beat) VALUES (1, 0);
