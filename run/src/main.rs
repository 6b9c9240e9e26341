//! The binary `ogrom`: parses, calls one function, maps the result to an exit code.

use std::{
    io::{Write, stderr},
    process::ExitCode,
};

use mimalloc::MiMalloc;
use ogrom_run::{Cli, command};

/// A response is made of many small texts, and with the allocator of the C library a third of its time went into these.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The commit that this is built from, if the build names it. It stands here, so that the library stays the same.
const COMMIT: Option<&str> = option_env!("BUILD_COMMIT");

fn main() -> ExitCode {
    match command::run(Cli::from_process(), ogrom_run::build(COMMIT)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(stderr(), "ogrom: {}", command::chain(&*error));
            command::status(&*error).into()
        }
    }
}
