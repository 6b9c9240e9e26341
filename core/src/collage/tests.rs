//! What a client sees of collages.
