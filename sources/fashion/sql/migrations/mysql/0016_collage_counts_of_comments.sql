-- Counts what is there; only collages with comments are written.
UPDATE (
    SELECT collage AS id, COUNT(*) AS comments, COUNT(rating) AS ratings, COALESCE(SUM(rating), 0) AS stars
    FROM comments GROUP BY collage
) AS counted STRAIGHT_JOIN collages ON collages.id = counted.id
SET collages.comments = counted.comments, collages.ratings = counted.ratings, collages.stars = counted.stars;
