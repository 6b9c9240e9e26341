-- The likes of a collage and those of a user, the newest first.
CREATE INDEX likes_by_collage ON likes (collage, created, user);
CREATE INDEX likes_by_user ON likes (user, created, collage);
