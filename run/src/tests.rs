//! The whole service in this process: its pages for operators, and its traces.

#[cfg(feature = "otlp")]
mod collector;
mod health;
mod traces;

use std::sync::Arc;

use ogrom_protocols_model::Locales;
use ogrom_server::Services;
use ogrom_sources_fashion_memory::Memory;

use crate::sources::Sources;

/// The services of its endpoints, in one locale.
fn services() -> Services {
    Services::of_system(Locales::new(["en-GB; GBP".parse().unwrap()]).unwrap())
}

/// Sources without data.
fn sources() -> Sources {
    Sources::all_from(&Arc::new(Memory::default()))
}
