//! What a release must hold: tells which libraries are to be released, refuses what would surprise those who use them,
//! and makes the tags.

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

/// Says what is to be released, and whether it may be.
#[derive(Debug, Parser)]
#[command(name = "release")]
struct Arguments {
    /// The workspace to look at
    #[arg(long, global = true, default_value = ".")]
    root: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Hold every library against its last release, and name all that is wrong
    Check,
    /// Print the commands that tag what is to be released, unless something is wrong
    Cut {
        /// Make the tags instead
        #[arg(long)]
        write: bool,
    },
    /// Write down what each library shows, in its api.txt
    List,
}

/// For a release that is refused, and for what could not be looked at.
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

/// Writes down what the libraries show.
fn list(workspace: &Workspace) -> Result<Report, Problem> {
    for (library, listing) in workspace.listings()? {
        let file = workspace.root.join(library.listing());
        fs::write(&file, listing.to_string()).map_err(|error| Problem::file(&file, error))?;
    }
    Ok(Report { complaints: Vec::new(), text: String::new() })
}
