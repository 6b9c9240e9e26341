//! The tool that looks after releases finds what is planted in a copy of a library that has been released, and says what
//! to do; the control of each is that the sound one passes.

mod breaks;
mod cutting;
mod features;
mod passes;
mod sample;
mod words;
