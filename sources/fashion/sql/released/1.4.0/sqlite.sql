SELECT deleted FROM tombstones WHERE noun = ? AND id = ?
REPLACE INTO tombstones (noun, id, deleted) VALUES (?, ?, ?)
REPLACE INTO tombstones (noun, id, deleted) SELECT 'comment', c.id, ? FROM comments c WHERE c.collage = ?
DELETE FROM tombstones WHERE deleted < ?
