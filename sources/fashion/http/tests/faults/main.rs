//! Faults of the upstream.

mod answers;
mod lost;
mod scripted;
