//! Whole runs in a simulated environment in memory with its own clock. Each call can be cut, fail, or lose its
//! response.

/// The text for people, as the file of this name has it.
macro_rules! expected {
    ($name:literal) => {
        include_str!(concat!("expected/", $name, ".txt"))
    };
}

mod after;
mod calls;
mod deploying;
mod examined;
mod faults;
mod going_back;
mod happy;
mod holding;
mod killed;
mod locking;
mod looking;
mod policies;
mod refusing;
mod responses;
mod simulation;
mod swapping;
mod template;
