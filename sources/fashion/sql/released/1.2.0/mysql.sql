SELECT l.collage, l.user, l.created FROM JSON_TABLE(?, '$[*]' COLUMNS (value VARCHAR(255) CHARACTER SET utf8mb4 PATH '$')) AS ids STRAIGHT_JOIN likes l ON l.collage = ids.value AND l.user = ?
SELECT l.collage, l.user, l.created FROM likes l FORCE INDEX (likes_by_collage) WHERE l.collage = ? AND (l.created < ? OR (l.created = ? AND l.user < ?)) ORDER BY l.created DESC, l.user DESC LIMIT ?
SELECT l.collage, l.user, l.created FROM likes l FORCE INDEX (likes_by_user) WHERE l.user = ? AND (l.created < ? OR (l.created = ? AND l.collage < ?)) ORDER BY l.created DESC, l.collage DESC LIMIT ?
