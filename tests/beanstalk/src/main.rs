//! The command `ogrom-tests-beanstalk`: a double that runs until a signal ends it.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use ogrom_tests_beanstalk::{Double, Options};
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};

/// A double of Elastic Beanstalk's control plane, for tests alone. Prints its addresses in one line of JSON, and runs
/// until SIGTERM or SIGINT.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(flatten)]
    options: Options,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse().options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Without a reader the line is lost.
            drop(writeln!(io::stderr(), "{error}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Box<dyn std::error::Error>> {
    let (mut terminated, mut interrupted) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let running = Double::start(options).await?;
    let (api, dns) = (format!("http://{}", running.api), running.dns);
    writeln!(io::stdout(), "{}", json!({ "double": "of Elastic Beanstalk", "api": api, "dns": dns }))?;
    tokio::select! {
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
    }
    running.stop().await;
    Ok(())
}
