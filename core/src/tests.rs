//! Tests of what endpoints of every domain share, over resources of a few lines. `core/fashion` tests it over whole nouns.

mod any_text;
mod client;

pub(crate) use client::{Received, send};
