//! Options from arguments alone, for defaults and tests.

use clap::{Args, Command};

use super::app::without_variables;

/// The options `O` as these arguments set them, such as `--hsts=1h`. Neither variables nor files are read.
///
/// # Panics
///
/// If an argument is wrong, or an option without a default is missing.
pub fn options_from<O: Args>(arguments: &[&str]) -> O {
    let command = without_variables(O::augment_args(Command::new("options").no_binary_name(true)));
    let matches = command.try_get_matches_from(arguments);
    let options = matches.and_then(|matches| O::from_arg_matches(&matches));
    options.unwrap_or_else(|error| panic!("{error}"))
}
