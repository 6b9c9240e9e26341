-- The version of all tables together. Each migration of the domain raises it: to 1.0.0 at first, then by a minor version
-- where it only adds, and by a major one where it takes away what a release has read or written.
CREATE TABLE schema_version (
    only    INTEGER PRIMARY KEY CHECK (only = 1),
    version TEXT    NOT NULL
) STRICT;

INSERT INTO schema_version (only, version) VALUES (1, '0.0.0');
