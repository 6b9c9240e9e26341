//! The endpoint values.
