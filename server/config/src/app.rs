//! The service as its configuration sees it: its name, its variables, its command line.

use std::{ffi::OsString, path::PathBuf};

use clap::{Arg, Command, CommandFactory, Parser, value_parser};

use super::option::OptionSpec;

/// The long name of the option that selects the directory of the files.
pub(crate) const DIRECTORY: &str = "config";

/// The long name of the option that selects the environment.
pub(crate) const ENVIRONMENT: &str = "environment";

/// A service, as far as its configuration depends on it.
///
/// Every option with a variable can be configured. The declaration marks it by a bare `env`; the name of the variable
/// follows from the long name, so that `--client-rate` of a service with the prefix `SHOP` is also `SHOP_CLIENT_RATE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct App {
    /// The name of the command and of its files, which are `NAME.toml`, `NAME.ENVIRONMENT.toml` and `NAME.local.toml`.
    pub name: &'static str,
    /// The prefix of the service's variables, without the `_` after it.
    pub prefix: &'static str,
    /// The long names of options whose variable has no prefix, since platforms set it: `port` for `PORT`.
    pub unprefixed: &'static [&'static str],
    /// Other names of variables: the long name of an option, and a variable that counts where the option's own is not set.
    pub platform_variables: &'static [(&'static str, &'static str)],
}

// === impl App ===

impl App {
    /// The command line of a service, with the names of all variables, and with the options that select files.
    ///
    /// [`CommandFactory::command`] alone has neither; and while it is called, clap looks for variables without a prefix.
    pub fn command<C: CommandFactory>(&self) -> Command {
        self.with_variables(C::command()).args(self.file_args())
    }

    /// Parses arguments alone, the first of which is the name of the command. Neither variables nor files are read.
    pub fn parse<C: Parser>(
        &self,
        arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    ) -> Result<C, clap::Error> {
        let mut command = without_variables(self.command::<C>());
        let matches = command.try_get_matches_from_mut(arguments)?;
        C::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
    }

    /// Panics where an option is declared wrongly, or has a default that it does not accept: for a test of the service.
    ///
    /// Every option has a help text; an option with a variable has a long name and is not required.
    pub fn debug_assert<C: CommandFactory>(&self) {
        let command = self.command::<C>();
        command.clone().debug_assert();
        assert_declared(&command);
    }

    /// The options that select files.
    pub(crate) fn file_args(&self) -> [Arg; 2] {
        let Self { name, .. } = self;
        let arg = |long: &'static str| {
            Arg::new(long).long(long).env(self.variable(long)).global(true).help_heading("Configuration")
        };
        [
            arg(DIRECTORY)
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help(format!("The directory of {name}.toml [default: the working directory]")),
            arg(ENVIRONMENT).value_name("NAME").help(format!(
                "The environment, such as `staging`, whose file {name}.staging.toml overrides {name}.toml"
            )),
        ]
    }

    /// The name of the variable of an option.
    pub(crate) fn variable(&self, long: &str) -> String {
        let name = long.to_uppercase().replace('-', "_");
        if self.unprefixed.contains(&long) { name } else { format!("{}_{name}", self.prefix) }
    }

    /// The variables of an option, the one that counts last.
    pub(crate) fn variables(&self, long: &str) -> Vec<String> {
        let others = self.platform_variables.iter().filter(|(option, _)| *option == long);
        others.map(|(_, variable)| (*variable).to_owned()).chain([self.variable(long)]).collect()
    }

    /// The name of a variable without the prefix. None where it lacks the prefix, so that other programs may read it.
    pub(crate) fn unprefixed_name<'a>(&self, variable: &'a str) -> Option<&'a str> {
        variable.strip_prefix(self.prefix)?.strip_prefix('_')
    }

    fn with_variables(&self, command: Command) -> Command {
        let name = |arg: Arg| match arg.get_long().filter(|_| arg.get_env().is_some()) {
            Some(long) => {
                let variable = self.variable(long);
                arg.env(variable)
            }
            None => arg,
        };
        command.mut_args(name).mut_subcommands(|below| self.with_variables(below))
    }
}

/// The command without a look at the environment.
pub(crate) fn without_variables(command: Command) -> Command {
    command.mut_args(|arg| arg.env(None)).mut_subcommands(without_variables)
}

fn assert_declared(command: &Command) {
    for arg in command.get_arguments() {
        let name = arg.get_id();
        assert!(arg.get_help().is_some(), "{name} has no doc comment");
        let configured = arg.get_env().is_some();
        assert!(!configured || arg.get_long().is_some(), "{name} has a variable, but no long name");
        assert!(!configured || !arg.is_required_set(), "{name} has a variable, but is required");
    }
    for option in OptionSpec::all_of(command) {
        for default in option.defaults() {
            assert_eq!(option.validate(&default), Ok(()), "--{} {}", option.long, default.display());
            assert!(!option.hides(&default), "the default of --{} is no secret", option.long);
        }
    }
    command.get_subcommands().for_each(assert_declared);
}

/// A service for tests.
#[cfg(test)]
pub(crate) const KETTLE: App = App {
    name: "kettle",
    prefix: "KETTLE",
    unprefixed: &["port"],
    platform_variables: &[("port", "SERVER_PORT")],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Parser)]
    struct Cli {
        /// How warm
        #[arg(long = "warm-until", env)]
        kettle_app_test_warmth: Option<u8>,
        /// Where to listen
        #[arg(long, env)]
        port: Option<u16>,
        /// Which
        #[arg(long)]
        tea: Option<String>,
    }

    #[test]
    fn variables_are_named_after_options() {
        let command = KETTLE.command::<Cli>();
        let variables = command.get_arguments().filter_map(|arg| arg.get_env()?.to_str());
        let expected = ["KETTLE_WARM_UNTIL", "PORT", "KETTLE_CONFIG", "KETTLE_ENVIRONMENT"];
        assert_eq!(variables.collect::<Vec<_>>(), expected);
        assert_eq!(KETTLE.variables("port"), ["SERVER_PORT", "PORT"]);
    }

    #[derive(Debug, Parser)]
    struct Wrong {
        /// How warm
        #[arg(long, env, default_value = "hot")]
        kettle_app_test_wrong: u8,
    }

    #[test]
    #[should_panic(expected = "--kettle-app-test-wrong")]
    fn a_default_that_is_not_valid_is_found() {
        KETTLE.debug_assert::<Wrong>();
    }

    #[test]
    fn arguments_are_parsed_alone() {
        let cli: Cli = KETTLE.parse(["kettle", "--port=1", "--tea=green"]).unwrap();
        assert_eq!(
            (cli.port, cli.tea.as_deref(), cli.kettle_app_test_warmth),
            (Some(1), Some("green"), None)
        );
    }
}
