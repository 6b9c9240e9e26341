SELECT l.collage, l.user, l.created FROM json_each(?) AS ids CROSS JOIN likes l ON l.collage = ids.value AND l.user = ?
SELECT l.collage, l.user, l.created FROM likes l WHERE l.collage = ? AND ? IS NOT NULL AND (l.created, l.user) < (?, ?) ORDER BY l.created DESC, l.user DESC LIMIT ?
SELECT l.collage, l.user, l.created FROM likes l WHERE l.user = ? AND ? IS NOT NULL AND (l.created, l.collage) < (?, ?) ORDER BY l.created DESC, l.collage DESC LIMIT ?
