-- items is a JSON document, in the owner's order; likes counts the rows of the table likes.
CREATE TABLE collages (
    id          VARBINARY(64) NOT NULL PRIMARY KEY,
    owner       VARBINARY(64) NOT NULL,
    title       LONGTEXT,
    description LONGTEXT,
    items       LONGTEXT      NOT NULL,
    likes       BIGINT        NOT NULL,
    version     BIGINT        NOT NULL,
    created     BIGINT        NOT NULL,
    modified    BIGINT        NOT NULL,
    INDEX collages_newest (created, id),
    INDEX collages_most_liked (likes, id),
    INDEX collages_by_owner_newest (owner, created, id),
    INDEX collages_by_owner_most_liked (owner, likes, id),
    FOREIGN KEY (owner) REFERENCES users (id)
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;
