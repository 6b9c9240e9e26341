-- The version of all tables together. Each later migration raises it: by a minor version where it only adds, by a major one
-- where it takes away what a release has read or written.
CREATE TABLE schema_version (
    only    INTEGER PRIMARY KEY CHECK (only = 1),
    version TEXT    NOT NULL
) STRICT;

INSERT INTO schema_version (only, version) VALUES (1, '1.0.0');
