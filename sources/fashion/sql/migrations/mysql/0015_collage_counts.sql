-- comments counts the rows of the table comments, ratings those with a rating, whose sum is stars.
ALTER TABLE collages
    ADD COLUMN comments BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN ratings BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN stars BIGINT NOT NULL DEFAULT 0;
