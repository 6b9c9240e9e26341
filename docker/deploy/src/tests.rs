//! Whole runs over a world in memory with a clock of its own, in which every call can be cut, fail, or lose its answer.

/// What people read, as it stands in the file of this name.
macro_rules! told {
    ($name:literal) => {
        include_str!(concat!("told/", $name, ".txt"))
    };
}

mod after;
mod calls;
mod deploying;
mod faults;
mod going_back;
mod happy;
mod killed;
mod locking;
mod looking;
mod refusing;
mod swapping;
mod world;
