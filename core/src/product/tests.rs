//! What a client sees of products.
