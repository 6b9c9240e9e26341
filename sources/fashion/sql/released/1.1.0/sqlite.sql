UPDATE heartbeat SET beat = beat + 1 WHERE only = 1
SELECT version, created, modified FROM collages WHERE id = ?
SELECT version, created, modified FROM comments WHERE id = ?
SELECT modified FROM collages WHERE id = ?
