-- Requests with an idempotency key. The response is absent while the request is carried out. There is no reference to users:
-- the sender of a request need not be among them. Rows are as large as responses, and so the table has row numbers.
CREATE TABLE once_requests (
    user        TEXT    NOT NULL,
    client_key  TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    claimed     INTEGER NOT NULL,
    status      INTEGER,
    headers     TEXT,
    content     BLOB,
    PRIMARY KEY (user, client_key)
) STRICT;

CREATE INDEX once_requests_by_claimed ON once_requests (claimed);
