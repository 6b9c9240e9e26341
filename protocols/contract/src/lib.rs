//! One conformance suite per trait, run by every source.
