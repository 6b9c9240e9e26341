#![doc = include_str!("../README.md")]

mod captures;
mod encoding;
mod key;
mod links;
mod path;

pub use captures::Captures;
pub use encoding::{decode, encode, encode_into, escape, is_lost, normalize};
pub use key::{Key, LinkTo};
pub use links::{Links, Parameters};
pub use path::Path;
