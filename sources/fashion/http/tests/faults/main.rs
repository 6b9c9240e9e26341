//! Faults of the service behind.

mod answers;
mod lost;
mod scripted;
