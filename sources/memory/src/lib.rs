//! The reference source: everything in memory.
