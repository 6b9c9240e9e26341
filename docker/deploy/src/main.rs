//! The command `ogrom-docker-deploy`.

use std::process::ExitCode;

use clap::{ArgMatches, CommandFactory, FromArgMatches, parser::ValueSource};
use ogrom_docker_deploy::{Cli, Program, quoted, run};

#[tokio::main]
async fn main() -> ExitCode {
    let matches = Cli::command_line().get_matches();
    let program = called(&matches);
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    ExitCode::from(run(cli, program).await.code())
}

/// How this program was called: the words of the command line must be repeated, the environment stays.
fn called(matches: &ArgMatches) -> Program {
    let whole: Vec<String> =
        std::env::args_os().map(|argument| quoted(&argument.to_string_lossy())).collect();
    let command = Cli::command();
    let written = |id: &str| id != "json" && matches.value_source(id) == Some(ValueSource::CommandLine);
    let mut name: Vec<String> = whole.first().cloned().into_iter().collect();
    for option in command.get_arguments().filter(|option| written(option.get_id().as_str())) {
        name.extend(option.get_long().map(|long| format!("--{long}")));
        if option.get_action().takes_values() {
            let values = matches.get_raw(option.get_id().as_str()).into_iter().flatten();
            let values: Vec<_> = values.map(|value| value.to_string_lossy()).collect();
            name.push(quoted(&values.join(",")));
        }
    }
    Program { name: name.join(" "), whole: whole.join(" ") }
}
