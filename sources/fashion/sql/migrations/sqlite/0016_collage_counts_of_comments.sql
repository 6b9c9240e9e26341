-- Counts what is there; only collages with comments are written.
UPDATE collages SET comments = counted.comments, ratings = counted.ratings, stars = counted.stars FROM (
    SELECT collage AS id, COUNT(*) AS comments, COUNT(rating) AS ratings, COALESCE(SUM(rating), 0) AS stars
    FROM comments GROUP BY collage
) AS counted WHERE collages.id = counted.id;
