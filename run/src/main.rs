//! The binary `ogrom`: parses, calls one function, maps the result to an exit code.

use std::{
    io::{Write, stderr},
    process::ExitCode,
};

use ogrom_run::{Cli, command};

fn main() -> ExitCode {
    match command::run(Cli::from_process()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(stderr(), "ogrom: {}", command::chain(&*error));
            ExitCode::FAILURE
        }
    }
}
