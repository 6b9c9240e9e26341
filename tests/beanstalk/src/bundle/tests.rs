//! Bundles, unpacked and read.
