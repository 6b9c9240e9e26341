#![doc = include_str!("../README.md")]

pub mod collage;
pub mod comment;
pub mod index;
pub mod like;
pub mod moderation;
mod noun;
pub mod product;
#[cfg(test)]
mod tests;
pub mod user;
