//! Loads a configuration: what the command line says, on top of what the layers below it say.

use std::{
    ffi::OsString,
    io::{Write, stderr},
    process::exit,
};

use clap::{
    ArgMatches, Command, CommandFactory, FromArgMatches,
    builder::{OsStringValueParser, Resettable},
};

use super::{
    Cli, Command as Asked, Fault, ServeCommand,
    declared::Declared,
    gather::{Gathered, Gathering},
    layers::Layers,
    mistake::{Mistake, Mistakes},
    setting::Settings,
    variables::Variables,
};

/// Why there is no configuration.
#[derive(Debug)]
pub(super) enum Refused {
    /// The command line is not understood, or asks for help.
    Usage(clap::Error),
    /// Values are wrong.
    Wrong {
        /// All that is.
        mistakes: Mistakes,
        /// Whether that is just what was asked for.
        asked: bool,
    },
}

/// Loads what a process is told by its arguments, the first of which is its name, and by its variables.
pub(super) fn load(mut arguments: Vec<OsString>, variables: &Variables) -> Result<Cli, Refused> {
    let command = Cli::command();
    let said = match loose(command.clone()).try_get_matches_from(&arguments) {
        Ok(said) => said,
        // Help tells variables and defaults, which only the whole command has.
        Err(error) if error.use_stderr() => return Err(Refused::Usage(error)),
        Err(error) => {
            return Err(Refused::Usage(command.try_get_matches_from(&arguments).err().unwrap_or(error)));
        }
    };
    let asked = said.subcommand_name() == Some("config");
    let wrong = |mistakes| Refused::Wrong { mistakes, asked };
    let (depth, innermost, spoken) = innermost(&command, &said);
    let mut gathered = Gathered::default();
    if Declared::all_of(innermost).next().is_some() {
        let layers = Layers::from_arg_matches(&said).map_err(Refused::Usage)?;
        gathered = Gathering::new(&command, innermost, variables).gather(&layers, spoken);
        // Behind the name of the command, where options of it may stand whatever follows.
        let behind = depth + 1;
        arguments.splice(behind..behind, gathered.settings.as_arguments());
    }
    let matches = without_variables(command.clone()).try_get_matches_from(arguments);
    let cli = matches.and_then(|matches| Cli::from_arg_matches(&matches));
    let Gathered { settings, mut mistakes, mistaken } = gathered;
    if let Ok(cli) = &cli {
        let mut faults = cli.serving().map(ServeCommand::faults).unwrap_or_default();
        // The start looks into the file when it opens it, as all commands do that need it.
        faults.extend(cli.serving().filter(|_| asked).and_then(ServeCommand::fault_of_file));
        // Of a value that was refused nobody knows what it would be right beside.
        let judged = |fault: &Fault| !fault.options().any(|option| mistaken.contains(option));
        mistakes.extend(faults.into_iter().filter(judged).map(|fault| mistake(fault, &settings)));
    }
    mistakes.none().map_err(wrong)?;
    let mut cli = cli.map_err(Refused::Usage)?;
    if let Some(Asked::Config(config)) = &mut cli.command {
        config.settings = settings;
    }
    Ok(cli)
}

/// A fault, at the place of the value that is to be changed.
fn mistake(Fault { option, why, .. }: Fault, settings: &Settings) -> Mistake {
    match settings.option(option) {
        Some(setting) => Mistake::of(&setting.in_force().origin, &setting.key, why),
        None => Mistake::at(option, why),
    }
}

/// The command that was asked for, how deep below the first it is, and what was said to it.
fn innermost<'a>(command: &'a Command, said: &'a ArgMatches) -> (usize, &'a Command, &'a ArgMatches) {
    let mut found = (0, command, said);
    while let (depth, command, Some((name, said))) = (found.0, found.1, found.2.subcommand())
        && let Some(below) = command.find_subcommand(name)
    {
        found = (depth + 1, below, said);
    }
    found
}

/// The command without judging what its options are told: all of that is judged later, at once.
fn loose(command: Command) -> Command {
    let loosen = |arg: clap::Arg| {
        let Some(takes_value) = Declared::of(&arg).map(|option| !option.is_flag()) else {
            return arg.env(None);
        };
        let arg = arg.required(false).requires(Resettable::Reset).conflicts_with(Resettable::Reset).env(None);
        if takes_value { arg.default_value(None).value_parser(OsStringValueParser::new()) } else { arg }
    };
    command.mut_args(loosen).mut_subcommands(loose)
}

/// The command without a look at the environment: the arguments say what stands there.
fn without_variables(command: Command) -> Command {
    command.mut_args(|arg| arg.env(None)).mut_subcommands(without_variables)
}

// === impl Refused ===

impl Refused {
    /// Tells it and ends the process: with 2, as after whatever else was not understood, but with 1 where being wrong is the
    /// answer that was asked for.
    pub(super) fn exit(self) -> ! {
        match self {
            Self::Usage(error) => error.exit(),
            Self::Wrong { mistakes, asked } => {
                let _ = write!(stderr(), "ogrom: the configuration is wrong:\n{mistakes}");
                exit(if asked { 1 } else { 2 })
            }
        }
    }
}
