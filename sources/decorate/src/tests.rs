//! What each decorator promises, over a source that the tests hold in their hands.

mod breaker;
mod cached;
mod endless;
mod gate;
mod limited;
mod observed;
mod order;
mod timed;
