//! Fuzzing: targets that take any bytes, and panic if a promise is broken.
//!
//! A fuzzer generates bytes, and keeps inputs that reach new code. It begins with the cases of HTTP, so that it need
//! not invent HTTP.

mod connection;
mod content;
mod headers;
mod judge;
mod planted;
mod probe;
mod request;
mod routes;
mod service;

use std::{fs, io, path::Path};

use crate::{
    conformance::{Request, read},
    root,
};

/// The targets of fuzzing.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// Tries these bytes. Panics if a promise is broken, and hangs if a response never comes.
    pub run: fn(&[u8]),
    /// The bytes of a case's request, if there are any.
    seed: fn(&Request) -> Option<Vec<u8>>,
}

/// All promises.
pub const TARGETS: [Target; 5] = [
    Target { name: "request", run: request::run, seed: request::seed },
    Target { name: "headers", run: headers::run, seed: headers::seed },
    Target { name: "content", run: content::run, seed: content::seed },
    Target { name: "routes", run: routes::run, seed: routes::seed },
    Target { name: "connection", run: connection::run, seed: connection::seed },
];

/// The control: it has defects, and a fuzzer that does not find one finds nothing.
pub const PLANTED: Target = Target { name: "planted", run: planted::run, seed: |_| None };

// === impl Target ===

impl Target {
    /// The target of this name.
    pub fn named(name: &str) -> Option<Self> {
        TARGETS.into_iter().chain([PLANTED]).find(|target| target.name == name)
    }

    /// The seeds of a fuzzer: the requests of all cases, each once.
    ///
    /// # Panics
    ///
    /// If the tables of cases cannot be read.
    pub fn seeds(&self) -> Vec<Vec<u8>> {
        let tables = fs::read_dir(root().join("tests/conformance")).expect("there are tables of cases");
        let tables = tables.filter_map(|entry| Some(entry.ok()?.path()));
        let tables = tables.filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
        let cases = tables.flat_map(|table| read(table).expect("the tables are in format 1"));
        let mut seeds: Vec<_> = cases.filter_map(|case| (self.seed)(&case.request)).collect();
        seeds.sort();
        seeds.dedup();
        seeds
    }

    /// Writes the seeds into a folder, a file each.
    pub fn write_seeds(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let seeds = self.seeds();
        seeds
            .iter()
            .enumerate()
            .try_for_each(|(i, seed)| fs::write(folder.join(format!("seed-{i:04}")), seed))
    }
}
