SELECT version, created, modified FROM collages WHERE id = ?
SELECT version, created, modified FROM comments WHERE id = ?
SELECT modified FROM collages WHERE id = ?
