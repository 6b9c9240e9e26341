//! The tool for releases finds each mistake planted in a copy of a released library, and its message names the
//! remedy. The control of each is that the sound copy passes.

mod breaks;
mod cutting;
mod features;
mod passes;
mod sample;
mod words;
