//! All options that can be configured, whatever command they are of, and their names.

use std::collections::{BTreeMap, BTreeSet};

use clap::Command;

use super::{App, diagnostic::unknown, option::OptionSpec};

/// All options of all commands, by their long names.
#[derive(Debug)]
pub(crate) struct OptionIndex<'a> {
    app: &'a App,
    options: BTreeMap<&'a str, OptionSpec<'a>>,
    /// All variables, also those that select files.
    variables: BTreeSet<&'a str>,
    /// The long names of options that select files.
    global: BTreeSet<&'a str>,
}

// === impl OptionIndex ===

impl<'a> OptionIndex<'a> {
    /// The options of a command and of those below it.
    pub(crate) fn of(app: &'a App, command: &'a Command) -> Self {
        let mut index =
            Self { app, options: BTreeMap::new(), variables: BTreeSet::new(), global: BTreeSet::new() };
        index.add(command);
        index
    }

    fn add(&mut self, command: &'a Command) {
        self.options.extend(OptionSpec::all_of(command).map(|option| (option.long, option)));
        for arg in command.get_arguments() {
            self.variables.extend(arg.get_env().and_then(|name| name.to_str()));
            self.global.extend(arg.get_long().filter(|_| arg.is_global_set()));
        }
        command.get_subcommands().for_each(|below| self.add(below));
    }

    /// The option of this long name.
    pub(crate) fn option(&self, long: &str) -> Option<&OptionSpec<'a>> {
        self.options.get(long)
    }

    /// The preferred key of an option in files: with a dot behind the word that it shares with others, as in
    /// `source.timeout`. TOML has no other key below one that has a value.
    pub(crate) fn key(&self, long: &str) -> String {
        match long.split_once('-') {
            Some((group, rest)) if !self.options.contains_key(group) => format!("{group}.{rest}"),
            _ => long.to_owned(),
        }
    }

    /// The message about a key that no option has.
    pub(crate) fn unknown_key(&self, long: &str) -> String {
        if self.global.contains(long) {
            return "selects the files that are read, so it cannot be in one of them".to_owned();
        }
        unknown(long, self.options.keys().copied(), |nearest| self.key(nearest))
    }

    /// The message about a variable with the prefix that no option has; none if one has it.
    pub(crate) fn unknown_variable(&self, name: &str) -> Option<String> {
        let word = self.app.unprefixed_name(name).filter(|_| !self.variables.contains(name))?;
        let by_word: BTreeMap<_, _> = self
            .variables
            .iter()
            .map(|variable| (self.app.unprefixed_name(variable).unwrap_or(variable), *variable))
            .collect();
        Some(unknown(word, by_word.keys().copied(), |nearest| by_word[nearest].to_owned()))
    }
}
