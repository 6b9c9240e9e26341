//! A service of one's own: a board of notes, with all that a production service needs around it.
//!
//! ```sh
//! NOTES_TOKENS=ann=a-token-for-ann-alone cargo run -p ogrom-server-examples --bin notes
//! note='{"text": "Buy milk"}'
//! curl -i localhost:8080/notes -H 'Authorization: Bearer a-token-for-ann-alone' -H 'Content-Type: application/json' -d "$note"
//! curl -i localhost:8080/notes
//! ```

mod board;
mod commands;
#[cfg(test)]
mod contract;
mod endpoints;
mod memory;
mod note;
mod options;
mod routes;
mod sql;

use std::{
    io::{Write, stderr},
    process::ExitCode,
};

fn main() -> ExitCode {
    match commands::run(ogrom_server_config::load_or_exit(&options::APP)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(stderr(), "notes: {error}");
            ExitCode::FAILURE
        }
    }
}
