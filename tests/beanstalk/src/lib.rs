#![doc = include_str!("../README.md")]

mod actions;
mod bundle;
mod core;
mod dns;
mod double;
mod fleet;
mod options;
mod policy;
mod query;
mod server;
mod world;

pub use crate::{
    double::{Double, Running, StartError},
    options::{Options, Speed},
    policy::{Policy, PolicyError},
    world::{
        Place,
        fault::{Fault, What},
    },
};
