//! All options that can be configured, whatever command they are of, and how they are called.

use std::collections::{BTreeMap, BTreeSet};

use clap::Command;

use super::{declared::Declared, mistake::unknown, variables::PREFIX};

/// All options of all commands, by their long names.
#[derive(Debug)]
pub(super) struct Vocabulary<'a> {
    options: BTreeMap<&'a str, Declared<'a>>,
    /// All variables, those among them that decide which files are read.
    variables: BTreeSet<&'a str>,
    /// The long names of the latter's options.
    global: BTreeSet<&'a str>,
}

// === impl Vocabulary ===

impl<'a> Vocabulary<'a> {
    /// That of a command and those below it.
    pub(super) fn of(command: &'a Command) -> Self {
        let mut all = Self { options: BTreeMap::new(), variables: BTreeSet::new(), global: BTreeSet::new() };
        all.learn(command);
        all
    }

    fn learn(&mut self, command: &'a Command) {
        self.options.extend(Declared::all_of(command).map(|option| (option.long, option)));
        for arg in command.get_arguments() {
            self.variables.extend(arg.get_env().and_then(|name| name.to_str()));
            self.global.extend(arg.get_long().filter(|_| arg.is_global_set()));
        }
        command.get_subcommands().for_each(|below| self.learn(below));
    }

    /// The option of this long name.
    pub(super) fn option(&self, long: &str) -> Option<&Declared<'a>> {
        self.options.get(long)
    }

    /// How an option is called in files, best: with a dot behind the word that it shares with others, as in
    /// `source.timeout`. TOML has no other key below one that has a value.
    pub(super) fn key(&self, long: &str) -> String {
        match long.split_once('-') {
            Some((group, rest)) if !self.options.contains_key(group) => format!("{group}.{rest}"),
            _ => long.to_owned(),
        }
    }

    /// What is said of a key that no option has.
    pub(super) fn unknown_key(&self, long: &str) -> String {
        if self.global.contains(long) {
            return "decides which files are read, and so stands in none of them".to_owned();
        }
        unknown(long, self.options.keys().copied(), |nearest| self.key(nearest))
    }

    /// What is said of a variable of ours that no option has; nothing if one has it.
    pub(super) fn unknown_variable(&self, name: &str) -> Option<String> {
        let bare = |name: &'a str| name.strip_prefix(PREFIX).unwrap_or(name);
        let by_bare: BTreeMap<_, _> = self.variables.iter().map(|name| (bare(name), *name)).collect();
        let word = name.strip_prefix(PREFIX).unwrap_or(name);
        (!self.variables.contains(name))
            .then(|| unknown(word, by_bare.keys().copied(), |nearest| by_bare[nearest].to_owned()))
    }
}
