-- primary_language is the first subtag of language: lists ask for German, whatever the country.
CREATE TABLE comments (
    id               VARBINARY(64)  NOT NULL PRIMARY KEY,
    collage          VARBINARY(64)  NOT NULL,
    author           VARBINARY(64)  NOT NULL,
    language         VARBINARY(255) NOT NULL,
    primary_language VARBINARY(255) NOT NULL,
    title            LONGTEXT,
    text             LONGTEXT       NOT NULL,
    rating           BIGINT,
    version          BIGINT         NOT NULL,
    created          BIGINT         NOT NULL,
    modified         BIGINT         NOT NULL,
    INDEX comments_newest (created, id),
    INDEX comments_by_collage (collage, created, id),
    INDEX comments_by_language (primary_language, created, id),
    INDEX comments_by_collage_and_language (collage, primary_language, created, id),
    FOREIGN KEY (collage) REFERENCES collages (id) ON DELETE CASCADE,
    FOREIGN KEY (author) REFERENCES users (id)
) ENGINE = InnoDB, CHARACTER SET = utf8mb4, COLLATE = utf8mb4_bin;
