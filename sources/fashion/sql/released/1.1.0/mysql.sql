UPDATE heartbeat SET beat = beat + 1 WHERE only = 1
SELECT version, created, modified FROM collages WHERE id = ? FOR UPDATE
SELECT version, created, modified FROM comments WHERE id = ? FOR UPDATE
SELECT modified FROM collages WHERE id = ? FOR UPDATE
