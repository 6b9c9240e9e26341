//! What a client sees of users.
