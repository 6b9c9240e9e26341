//! What a client sees of likes.
