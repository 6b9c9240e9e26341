//! The command `ogrom-docker-deploy`.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use ogrom_docker_deploy::bundle::{self, BundleArgs, Nginx};

/// Ships the service to Elastic Beanstalk.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Makes what Elastic Beanstalk is given, and prints where it is
    Bundle(BundleArgs),
}

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "this is the program that people run")]
fn main() -> ExitCode {
    let Command::Bundle(args) = Cli::parse().command;
    match bundle::run(&args) {
        Ok(bundle) => {
            if let Nginx::Skipped(why) = &bundle.nginx {
                eprintln!("the configuration of nginx was not tested: {why}");
            }
            println!("{}", bundle.path.display());
            ExitCode::SUCCESS
        }
        Err(errors) => {
            eprintln!("ogrom-docker-deploy: {errors}");
            ExitCode::from(2)
        }
    }
}
