-- The likes of a collage and those of a user, the newest first.
ALTER TABLE likes
    ADD INDEX likes_by_collage (collage, created, user),
    ADD INDEX likes_by_user (user, created, collage);
