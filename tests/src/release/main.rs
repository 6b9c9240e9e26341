//! The rules of a release: lists the libraries to release, refuses changes that would surprise their users, and makes
//! the tags.

mod changelog;
mod changes;
mod check;
mod cut;
mod git;
mod items;
mod library;
mod listing;
mod lock;
mod problem;
mod rustdoc;
mod step;
mod surface;
mod workspace;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::check::Report;
use crate::git::Git;
use crate::problem::Problem;
use crate::workspace::Workspace;

/// Lists the libraries to release, and whether they may be released.
#[derive(Debug, Parser)]
#[command(name = "release")]
struct Arguments {
    /// The workspace to check
    #[arg(long, global = true, default_value = ".")]
    root: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compare every library with its last release, and name all mistakes
    Check,
    /// Print the commands that tag the libraries to release, unless there is a mistake
    Cut {
        /// Make the tags instead
        #[arg(long)]
        write: bool,
    },
    /// Write the listing of each library to its api.txt
    List,
}

/// For a release that is refused, and for a check that could not run.
const REFUSED: u8 = 1;
const FAILED: u8 = 2;

fn main() -> io::Result<ExitCode> {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(Report { complaints, text }) if complaints.is_empty() => {
            write!(io::stdout(), "{text}")?;
            Ok(ExitCode::SUCCESS)
        }
        Ok(Report { complaints, .. }) => {
            writeln!(io::stderr(), "{}", complaints.join("\n"))?;
            Ok(REFUSED.into())
        }
        Err(problem) => {
            writeln!(io::stderr(), "release: {problem}")?;
            Ok(FAILED.into())
        }
    }
}

fn run(arguments: &Arguments) -> Result<Report, Problem> {
    let workspace = Workspace::read(&arguments.root)?;
    let git = Git::at(&arguments.root);
    match arguments.command {
        Command::Check => Ok(check::check(&workspace, &git)?.report()),
        Command::Cut { write } => cut::cut(&workspace, &git, write),
        Command::List => list(&workspace),
    }
}

/// Writes the listings of the libraries.
fn list(workspace: &Workspace) -> Result<Report, Problem> {
    for (library, listing) in workspace.listings()? {
        let file = workspace.root.join(library.listing());
        fs::write(&file, listing.to_string()).map_err(|error| Problem::file(&file, error))?;
    }
    Ok(Report { complaints: Vec::new(), text: String::new() })
}
