#![doc = include_str!("../README.md")]

mod app;
mod arguments;
mod command;
mod diagnostic;
mod explain;
mod fault;
mod file;
mod index;
mod layers;
mod load;
mod option;
mod origin;
mod parsers;
mod raw;
mod reference;
mod resolver;
mod setting;
mod table;
mod variables;

pub use self::{
    app::App,
    arguments::options_from,
    command::ConfigCommand,
    diagnostic::Diagnostics,
    fault::ConfigFault,
    load::{Configured, LoadError, load, load_or_exit},
    parsers::{all, at_least, duration, limit, name, seconds},
    setting::Settings,
    variables::Variables,
};
