-- Requests with an idempotency key. The response is absent while the request is carried out. There is no reference to users:
-- the sender of a request need not be among them.
CREATE TABLE once_requests (
    user        VARBINARY(64)  NOT NULL,
    client_key  VARBINARY(255) NOT NULL,
    fingerprint VARBINARY(255) NOT NULL,
    claimed     BIGINT         NOT NULL,
    status      BIGINT,
    headers     LONGTEXT,
    content     LONGBLOB,
    PRIMARY KEY (user, client_key),
    INDEX once_requests_by_claimed (claimed)
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;
