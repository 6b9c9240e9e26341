//! Resolves the options of a command: their values in all layers, and all that is wrong with them.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::{OsStr, OsString},
    mem::{replace, take},
};

use clap::{ArgMatches, Command, parser::ValueSource};

use super::{
    App,
    diagnostic::{Diagnostic, Diagnostics, wrong},
    file::{self, Entry},
    index::OptionIndex,
    layers::{Layer, Layers},
    option::OptionSpec,
    origin::Origin,
    raw::Raw,
    reference::{Reference, WRITTEN},
    setting::{Setting, Settings, Value},
    variables::Variables,
};

/// Goes through the layers, from the one that counts least.
pub(crate) struct Resolver<'a> {
    app: &'a App,
    index: OptionIndex<'a>,
    options: Vec<OptionSpec<'a>>,
    variables: &'a Variables,
    /// Variables that files refer to.
    referred: BTreeSet<String>,
    given: BTreeMap<&'a str, Vec<Value>>,
    diagnostics: Diagnostics,
    /// The long names of options with a rejected value.
    rejected: BTreeSet<String>,
}

/// The values that are valid, and all that is wrong.
#[derive(Default)]
pub(crate) struct Resolved {
    pub(crate) settings: Settings,
    pub(crate) diagnostics: Diagnostics,
    /// The long names of options with a rejected value, which their settings lack.
    pub(crate) rejected: BTreeSet<String>,
}

// === impl Resolver ===

impl<'a> Resolver<'a> {
    /// For the options of one of the commands below `all`. The other commands contribute names, but their values are not
    /// read: a command that migrates a database does not need the secrets of the one that serves it.
    pub(crate) fn new(app: &'a App, all: &'a Command, one: &'a Command, variables: &'a Variables) -> Self {
        Self {
            app,
            index: OptionIndex::of(app, all),
            options: OptionSpec::all_of(one).collect(),
            variables,
            referred: BTreeSet::new(),
            given: BTreeMap::new(),
            diagnostics: Diagnostics::default(),
            rejected: BTreeSet::new(),
        }
    }

    /// Goes through the layers.
    pub(crate) fn resolve(mut self, layers: &Layers<'_>, matches: &ArgMatches) -> Resolved {
        let files = layers.files(self.variables, &mut self.diagnostics);
        for layer in &files {
            self.file(layer);
        }
        self.environment();
        self.command_line(matches);
        let (index, mut given) = (self.index, self.given);
        let setting = |option: &OptionSpec<'a>| {
            let given = given.remove(option.long).unwrap_or_default();
            let default = value(option, Origin::Default, option.defaults());
            let (key, long) = (index.key(option.long), option.long.to_owned());
            Setting { key, long, is_flag: option.is_flag(), default, given }
        };
        let settings = self.options.iter().map(setting).collect();
        let settings = Settings { files: files.into_iter().map(|layer| layer.path).collect(), settings };
        Resolved { settings, diagnostics: self.diagnostics, rejected: self.rejected }
    }

    fn file(&mut self, layer: &Layer) {
        let before = take(&mut self.diagnostics);
        for entry in file::read(layer, &self.index, &mut self.diagnostics) {
            self.entry(layer, &entry);
        }
        let diagnostics = replace(&mut self.diagnostics, before);
        self.diagnostics.add_file(diagnostics);
    }

    fn entry(&mut self, layer: &Layer, entry: &Entry) {
        if let Raw::Reference(Reference::Variable(name)) = &entry.raw {
            self.referred.insert(name.clone());
        }
        let Some(option) = self.options.iter().find(|option| option.long == entry.long).copied() else {
            return;
        };
        let origin = Origin::File(entry.place.clone());
        match self.texts(layer, &option, &entry.raw) {
            Ok(texts) => self.add(&option, origin, texts, entry.raw.in_quotes()),
            Err(what) => {
                self.rejected.insert(option.long.to_owned());
                self.diagnostics.push(Diagnostic::of(&origin, &entry.key, what));
            }
        }
    }

    /// The value in a file, as it would be written on the command line.
    fn texts(&self, layer: &Layer, option: &OptionSpec<'_>, raw: &Raw) -> Result<Vec<OsString>, String> {
        if let Raw::Reference(reference) = raw {
            return reference.follow(&layer.path, self.variables).map(|secret| vec![secret]);
        }
        let Some(texts) = raw.texts(option) else {
            let hidden = option.is_secret() && raw.in_quotes();
            let found = if hidden { "(hidden)".into() } else { raw.found() };
            let expected = match (option.is_secret(), layer.shared) {
                (false, _) => option.kind().to_owned(),
                (true, false) => format!("{}, {WRITTEN}", option.kind()),
                (true, true) => WRITTEN.to_owned(),
            };
            return Err(wrong(&found, &expected, ""));
        };
        if layer.shared && texts.iter().any(|text| option.hides(text)) {
            return Err(wrong("a secret", WRITTEN, "this file is not for secrets"));
        }
        Ok(texts)
    }

    fn environment(&mut self) {
        let variables = self.variables;
        for option in self.options.clone() {
            for name in self.app.variables(option.long) {
                if let Some(text) = variables.get(&name) {
                    self.add(&option, Origin::Variable(name), vec![text.to_owned()], true);
                }
            }
        }
        for name in variables.names().filter(|name| !self.referred.contains(*name)) {
            if let Some(what) = self.index.unknown_variable(name) {
                self.diagnostics.push(Diagnostic::at(name, what));
            }
        }
    }

    fn command_line(&mut self, matches: &ArgMatches) {
        for option in self.options.clone() {
            if matches.value_source(option.id()) == Some(ValueSource::CommandLine) {
                let texts = matches.get_raw(option.id()).into_iter().flatten().map(OsStr::to_owned).collect();
                self.add(&option, Origin::CommandLine(option.long.to_owned()), texts, true);
            }
        }
    }

    /// Adds the value of a layer, if the option's parser accepts it.
    fn add(&mut self, option: &OptionSpec<'a>, origin: Origin, texts: Vec<OsString>, in_quotes: bool) {
        for text in &texts {
            if let Err(why) = option.validate(text) {
                let what = wrong(&found(option, text, in_quotes), &option.expected(), &why);
                self.rejected.insert(option.long.to_owned());
                self.diagnostics.push(Diagnostic::of(&origin, &self.index.key(option.long), what));
                return;
            }
        }
        self.given.entry(option.long).or_default().push(value(option, origin, texts));
    }
}

/// The value of an option in a layer.
fn value(option: &OptionSpec<'_>, origin: Origin, texts: Vec<OsString>) -> Value {
    let shown: Vec<_> = texts.iter().map(|text| option.shown(text)).collect();
    let shown = (!shown.is_empty()).then(|| shown.join(", "));
    Value { origin, texts, shown }
}

/// The value as a message quotes it.
fn found(option: &OptionSpec<'_>, text: &OsStr, in_quotes: bool) -> String {
    let shown = option.shown(text);
    if in_quotes && !option.hides(text) { format!("{shown:?}") } else { shown }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::{Arg, ArgAction, value_parser};

    use super::*;
    use crate::app::KETTLE;

    /// The arguments that a file stands for, to a command with options of all kinds.
    fn resolved(content: &str) -> Result<Vec<OsString>, String> {
        let command = || {
            let option = |name: &'static str, variable: &'static str| Arg::new(name).long(name).env(variable);
            Command::new("kettle")
                .args(KETTLE.file_args())
                .arg(option("peers", "KETTLE_PEERS").value_parser(["a", "b"]).action(ArgAction::Append))
                .arg(option("brew", "KETTLE_BREW").action(ArgAction::SetTrue))
                .arg(option("milk", "KETTLE_MILK").value_parser(value_parser!(bool)))
                .arg(option("share", "KETTLE_SHARE").value_name("NUMBER").value_parser(value_parser!(f64)))
        };
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("kettle.toml"), content).unwrap();
        let path = folder.path().to_str().unwrap();
        let matches = command().try_get_matches_from(["kettle", "--config", path]).unwrap();
        let (command, variables) = (command(), Variables::default());
        let layers = Layers::of(&KETTLE, &matches);
        let Resolved { settings, diagnostics, .. } =
            Resolver::new(&KETTLE, &command, &command, &variables).resolve(&layers, &matches);
        let diagnostics = diagnostics
            .none()
            .map_err(|diagnostics| diagnostics.to_string().replace(&format!("{path}/"), ""));
        diagnostics.map(|()| settings.as_arguments())
    }

    #[test]
    fn options_of_all_kinds_take_their_values_from_a_file() {
        let arguments = resolved("share = 0.5\nmilk = false\nbrew = true\npeers = [\"a\", \"b\"]\n").unwrap();
        assert_eq!(arguments, ["--peers=a", "--peers=b", "--brew", "--milk=false", "--share=0.5"]);
        assert_eq!(resolved("brew = false\npeers = \"a\"\n").unwrap(), ["--peers=a"]);
    }

    #[test]
    fn each_kind_says_what_it_expects() {
        let wrong =
            resolved("share = \"half\"\nmilk = \"much\"\nbrew = 1\npeers = [\"a\", \"c\"]\n").unwrap_err();
        let expected = "kettle.toml:1:9: share: found \"half\", expected NUMBER: invalid float literal\n\
                        kettle.toml:2:8: milk: found \"much\", expected true or false\n\
                        kettle.toml:3:8: brew: found 1, expected true or false\n\
                        kettle.toml:4:9: peers: found \"c\", expected one of a, b\n";
        assert_eq!(wrong, expected);
        let list = resolved("peers = true").unwrap_err();
        assert_eq!(list, "kettle.toml:1:9: peers: found true, expected a list of texts in quotes\n");
    }
}
