//! Typed path parameters, written to and read from segments.
