//! Routes both ways: match a path, build a path, list the leaves.
