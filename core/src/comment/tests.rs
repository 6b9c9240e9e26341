//! What a client sees of comments.
