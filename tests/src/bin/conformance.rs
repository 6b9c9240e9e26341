//! Runs case tables in format 1 against the engine, or reports which edges of its graph they take.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::Parser;
use ogrom_tests::conformance::{Case, Coverage, Runner, TableError, disagreements, read};

/// Runs case tables against the resource engine, over real connections.
#[derive(Debug, Parser)]
#[command(name = "conformance")]
struct Arguments {
    /// Print how many cases take each decision and edge of the graph, and run none
    #[arg(long)]
    coverage: bool,
    /// Tables: JSON Lines in format 1
    #[arg(required = true)]
    file: Vec<PathBuf>,
}

/// For mistakes in the arguments or in a table.
const USAGE: u8 = 2;

#[tokio::main]
async fn main() -> io::Result<ExitCode> {
    let arguments = Arguments::parse();
    let tables: Result<Vec<_>, TableError> = arguments.file.into_iter().map(read).collect();
    let cases = match tables {
        Ok(tables) => tables.concat(),
        Err(error) => {
            writeln!(io::stderr(), "{error}")?;
            return Ok(USAGE.into());
        }
    };
    if arguments.coverage {
        write!(io::stdout(), "{}", Coverage::of(&cases))?;
        return Ok(ExitCode::SUCCESS);
    }
    run(&cases).await
}

async fn run(cases: &[Case]) -> io::Result<ExitCode> {
    let runner = Runner::new().await?;
    let mut failed = 0;
    for case in cases {
        let got = runner.run(case).await?;
        let disagreements = disagreements(case, &got);
        if !disagreements.is_empty() {
            failed += 1;
            writeln!(io::stdout(), "FAILED {}\n  {}\n{got}", case.name, disagreements.join("\n  "))?;
        }
    }
    writeln!(io::stdout(), "{} passed, {failed} failed", cases.len() - failed)?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
