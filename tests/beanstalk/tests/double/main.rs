//! The double as its clients meet it: over connections, with processes, by the SDK for Rust.

mod deployments;
mod faults;
mod names;
mod policies;
mod processes;
mod protocol;
mod stage;
