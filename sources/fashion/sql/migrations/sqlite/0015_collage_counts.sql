-- comments counts the rows of the table comments, ratings those with a rating, whose sum is stars.
ALTER TABLE collages ADD COLUMN comments INTEGER NOT NULL DEFAULT 0;
ALTER TABLE collages ADD COLUMN ratings INTEGER NOT NULL DEFAULT 0;
ALTER TABLE collages ADD COLUMN stars INTEGER NOT NULL DEFAULT 0;
