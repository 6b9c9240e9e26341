//! Loads a configuration: what the command line says, on top of the layers below it.

use std::{
    ffi::OsString,
    fmt,
    io::{Write, stderr},
    process::exit,
};

use clap::{
    Arg, ArgMatches, Command, Parser,
    builder::{OsStringValueParser, Resettable},
};

use super::{
    App, ConfigFault, Variables,
    app::without_variables,
    diagnostic::{Diagnostic, Diagnostics},
    layers::Layers,
    option::OptionSpec,
    resolver::{Resolved, Resolver},
    setting::Settings,
};

/// The name of the command that checks and explains a configuration: [`ConfigCommand`](crate::ConfigCommand).
const CONFIG: &str = "config";

/// A command line with options that can be configured.
pub trait Configured: Parser {
    /// The faults of valid values that contradict each other, so that the process cannot start. [`load`] reports them with
    /// all other faults, each at the value to change.
    fn faults(&self) -> Vec<ConfigFault> {
        Vec::new()
    }

    /// The place for the settings, if the command to run is `config`.
    fn settings_mut(&mut self) -> Option<&mut Settings> {
        None
    }
}

/// Why there is no configuration.
#[derive(Debug)]
#[non_exhaustive]
pub enum LoadError {
    /// The command line is not understood, or asks for help.
    Usage(clap::Error),
    /// Values are wrong.
    #[non_exhaustive]
    Invalid {
        /// All that is wrong.
        diagnostics: Diagnostics,
        /// Whether the command is the one that checks or explains the configuration.
        inspecting: bool,
    },
}

/// Loads the configuration of this process. Ends the process where it is wrong, or where only help is asked for:
/// see [`LoadError::exit`].
pub fn load_or_exit<C: Configured>(app: &App) -> C {
    load(app, std::env::args_os().collect(), &std::env::vars_os().collect())
        .unwrap_or_else(|error| error.exit(app))
}

/// Loads a configuration from arguments, the first of which is the name of the command, from variables, and from the
/// files that these select.
///
/// An error names everything that is wrong, with its place and what is expected instead.
pub fn load<C: Configured>(
    app: &App,
    mut arguments: Vec<OsString>,
    variables: &Variables,
) -> Result<C, LoadError> {
    let command = app.command::<C>();
    let matches = match without_validation(command.clone()).try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) if error.use_stderr() => return Err(LoadError::Usage(error)),
        // Help shows variables and defaults, which only the whole command has.
        Err(error) => {
            return Err(LoadError::Usage(command.try_get_matches_from(&arguments).err().unwrap_or(error)));
        }
    };
    let inspecting = matches.subcommand_name() == Some(CONFIG);
    let (depth, innermost, own_matches) = innermost(&command, &matches);
    let mut resolved = Resolved::default();
    if OptionSpec::all_of(innermost).next().is_some() {
        let layers = Layers::of(app, &matches);
        resolved = Resolver::new(app, &command, innermost, variables).resolve(&layers, own_matches);
        // Behind the name of the command, where its options may stand whatever follows.
        let behind = depth + 1;
        arguments.splice(behind..behind, resolved.settings.as_arguments());
    }
    let parsed = without_variables(command.clone()).try_get_matches_from(arguments);
    let parsed = parsed.and_then(|matches| C::from_arg_matches(&matches));
    let Resolved { settings, mut diagnostics, rejected } = resolved;
    if let Ok(configured) = &parsed {
        // A rejected value has no replacement, so that nothing can be said of options beside it.
        let decidable = |fault: &ConfigFault| !fault.options().any(|option| rejected.contains(option));
        let faults = configured.faults().into_iter().filter(decidable);
        diagnostics.extend(faults.map(|fault| diagnostic(fault, &settings)));
    }
    diagnostics.none().map_err(|diagnostics| LoadError::Invalid { diagnostics, inspecting })?;
    let mut configured = parsed.map_err(LoadError::Usage)?;
    if let Some(place) = configured.settings_mut() {
        *place = settings;
    }
    Ok(configured)
}

/// A fault, at the value to change.
fn diagnostic(ConfigFault { option, why, .. }: ConfigFault, settings: &Settings) -> Diagnostic {
    match settings.option(option) {
        Some(setting) => Diagnostic::of(&setting.effective().origin, &setting.key, why),
        None => Diagnostic::at(option, why),
    }
}

/// The subcommand to run, how deep it is below the first command, and its own matches.
fn innermost<'a>(command: &'a Command, matches: &'a ArgMatches) -> (usize, &'a Command, &'a ArgMatches) {
    let mut found = (0, command, matches);
    while let (depth, command, Some((name, matches))) = (found.0, found.1, found.2.subcommand())
        && let Some(below) = command.find_subcommand(name)
    {
        found = (depth + 1, below, matches);
    }
    found
}

/// The command with options that take any value: all values are validated later, at once.
fn without_validation(command: Command) -> Command {
    let loosen = |arg: Arg| {
        let Some(takes_value) = OptionSpec::of(&arg).map(|option| !option.is_flag()) else {
            return arg.env(None);
        };
        let arg = arg.required(false).requires(Resettable::Reset).conflicts_with(Resettable::Reset).env(None);
        if takes_value { arg.default_value(None).value_parser(OsStringValueParser::new()) } else { arg }
    };
    command.mut_args(loosen).mut_subcommands(without_validation)
}

// === impl LoadError ===

impl LoadError {
    /// Prints the error and ends the process: with 0 after help, with 2 where the command line or a value is wrong, but
    /// with 1 where the command was to find out whether a value is wrong.
    pub fn exit(self, app: &App) -> ! {
        match self {
            Self::Usage(error) => error.exit(),
            Self::Invalid { inspecting, .. } => {
                let _ = write!(stderr(), "{}: {self}", app.name);
                exit(if inspecting { 1 } else { 2 })
            }
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(error) => error.fmt(f),
            Self::Invalid { diagnostics, .. } => write!(f, "the configuration is wrong:\n{diagnostics}"),
        }
    }
}

impl std::error::Error for LoadError {}
