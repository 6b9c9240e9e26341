//! Gathers the values of a command's options from all layers, and all that is wrong with them.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::{OsStr, OsString},
    mem::{replace, take},
};

use clap::{ArgMatches, Command, parser::ValueSource};

use super::{
    declared::Declared,
    file::{self, Entry},
    layers::{Layer, Layers},
    mistake::{Mistake, Mistakes, wrong},
    origin::Origin,
    raw::Raw,
    reference::{Reference, WRITTEN},
    setting::{Setting, Settings, Value},
    variables::Variables,
    vocabulary::Vocabulary,
};

/// What is known while the layers are gone through, from the one that counts least.
pub(super) struct Gathering<'a> {
    vocabulary: Vocabulary<'a>,
    options: Vec<Declared<'a>>,
    variables: &'a Variables,
    /// Variables that files refer to.
    referred: BTreeSet<String>,
    given: BTreeMap<&'a str, Vec<Value>>,
    mistakes: Mistakes,
    /// The long names of options with a value that was refused.
    mistaken: BTreeSet<String>,
}

/// What came of it: the values that are right, and all that is wrong.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) settings: Settings,
    pub(super) mistakes: Mistakes,
    /// The long names of options with a value that was refused, which their settings lack.
    pub(super) mistaken: BTreeSet<String>,
}

// === impl Gathering ===

impl<'a> Gathering<'a> {
    /// For the options of one of the commands below `all`. The names of all others are known, too, but not their values
    /// asked for: who migrates a database need not have the secrets of who serves it.
    pub(super) fn new(all: &'a Command, one: &'a Command, variables: &'a Variables) -> Self {
        Self {
            vocabulary: Vocabulary::of(all),
            options: Declared::all_of(one).collect(),
            variables,
            referred: BTreeSet::new(),
            given: BTreeMap::new(),
            mistakes: Mistakes::default(),
            mistaken: BTreeSet::new(),
        }
    }

    /// Goes through the layers.
    pub(super) fn gather(mut self, layers: &Layers, said: &ArgMatches) -> Gathered {
        let files = layers.files(self.variables, &mut self.mistakes);
        for layer in &files {
            self.file(layer);
        }
        self.environment();
        self.command_line(said);
        let (vocabulary, mut given) = (self.vocabulary, self.given);
        let setting = |option: &Declared<'a>| {
            let given = given.remove(option.long).unwrap_or_default();
            let default = value(option, Origin::Default, option.defaults());
            let (key, long) = (vocabulary.key(option.long), option.long.to_owned());
            Setting { key, long, is_flag: option.is_flag(), default, given }
        };
        let settings = self.options.iter().map(setting).collect();
        let settings = Settings { files: files.into_iter().map(|layer| layer.path).collect(), settings };
        Gathered { settings, mistakes: self.mistakes, mistaken: self.mistaken }
    }

    fn file(&mut self, layer: &Layer) {
        let before = take(&mut self.mistakes);
        for entry in file::read(layer, &self.vocabulary, &mut self.mistakes) {
            self.entry(layer, &entry);
        }
        let mistakes = replace(&mut self.mistakes, before);
        self.mistakes.add_file(mistakes);
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
                self.mistaken.insert(option.long.to_owned());
                self.mistakes.push(Mistake::of(&origin, &entry.key, what));
            }
        }
    }

    /// What a file says, as it would be written on the command line.
    fn texts(&self, layer: &Layer, option: &Declared<'_>, raw: &Raw) -> Result<Vec<OsString>, String> {
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
        for option in self.options.clone() {
            for (name, text) in self.variables.under(option.variable) {
                self.add(&option, Origin::Variable(name.to_owned()), vec![text.to_owned()], true);
            }
        }
        for name in self.variables.ours().filter(|name| !self.referred.contains(*name)) {
            if let Some(what) = self.vocabulary.unknown_variable(name) {
                self.mistakes.push(Mistake::at(name, what));
            }
        }
    }

    fn command_line(&mut self, said: &ArgMatches) {
        for option in self.options.clone() {
            if said.value_source(option.id()) == Some(ValueSource::CommandLine) {
                let texts = said.get_raw(option.id()).into_iter().flatten().map(OsStr::to_owned).collect();
                self.add(&option, Origin::CommandLine(option.long.to_owned()), texts, true);
            }
        }
    }

    /// Adds what a layer says, if the option's parser takes it.
    fn add(&mut self, option: &Declared<'a>, origin: Origin, texts: Vec<OsString>, in_quotes: bool) {
        for text in &texts {
            if let Err(why) = option.judge(text) {
                let what = wrong(&found(option, text, in_quotes), &option.expected(), &why);
                self.mistaken.insert(option.long.to_owned());
                self.mistakes.push(Mistake::of(&origin, &self.vocabulary.key(option.long), what));
                return;
            }
        }
        self.given.entry(option.long).or_default().push(value(option, origin, texts));
    }
}

/// The value of an option in a layer.
fn value(option: &Declared<'_>, origin: Origin, texts: Vec<OsString>) -> Value {
    let shown: Vec<_> = texts.iter().map(|text| option.shown(text)).collect();
    let shown = (!shown.is_empty()).then(|| shown.join(", "));
    Value { origin, texts, shown }
}

/// What is wrong, if it may be shown.
fn found(option: &Declared<'_>, text: &OsStr, in_quotes: bool) -> String {
    let shown = option.shown(text);
    if in_quotes && !option.hides(text) { format!("{shown:?}") } else { shown }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::{Arg, ArgAction, Args as _, FromArgMatches as _, value_parser};

    use super::*;

    /// What a command with options of all kinds is told by a file.
    fn gathered(content: &str) -> Result<Vec<OsString>, String> {
        let command = || {
            let option = |name: &'static str, variable: &'static str| Arg::new(name).long(name).env(variable);
            Layers::augment_args(Command::new("ogrom"))
                .arg(option("peers", "OGROM_PEERS").value_parser(["a", "b"]).action(ArgAction::Append))
                .arg(option("brew", "OGROM_BREW").action(ArgAction::SetTrue))
                .arg(option("milk", "OGROM_MILK").value_parser(value_parser!(bool)))
                .arg(option("share", "OGROM_SHARE").value_name("NUMBER").value_parser(value_parser!(f64)))
        };
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("ogrom.toml"), content).unwrap();
        let path = folder.path().to_str().unwrap();
        let said = command().try_get_matches_from(["ogrom", "--config", path]).unwrap();
        let (command, variables) = (command(), Variables::default());
        let layers = Layers::from_arg_matches(&said).unwrap();
        let Gathered { settings, mistakes, .. } =
            Gathering::new(&command, &command, &variables).gather(&layers, &said);
        let mistakes =
            mistakes.none().map_err(|mistakes| mistakes.to_string().replace(&format!("{path}/"), ""));
        mistakes.map(|()| settings.as_arguments())
    }

    #[test]
    fn options_of_all_kinds_are_told_what_a_file_says() {
        let arguments = gathered("share = 0.5\nmilk = false\nbrew = true\npeers = [\"a\", \"b\"]\n").unwrap();
        assert_eq!(arguments, ["--peers=a", "--peers=b", "--brew", "--milk=false", "--share=0.5"]);
        assert_eq!(gathered("brew = false\npeers = \"a\"\n").unwrap(), ["--peers=a"]);
    }

    #[test]
    fn each_kind_says_what_it_expects() {
        let said =
            gathered("share = \"half\"\nmilk = \"much\"\nbrew = 1\npeers = [\"a\", \"c\"]\n").unwrap_err();
        let expected = "ogrom.toml:1:9: share: found \"half\", expected NUMBER: invalid float literal\n\
                        ogrom.toml:2:8: milk: found \"much\", expected true or false\n\
                        ogrom.toml:3:8: brew: found 1, expected true or false\n\
                        ogrom.toml:4:9: peers: found \"c\", expected one of a, b\n";
        assert_eq!(said, expected);
        let list = gathered("peers = true").unwrap_err();
        assert_eq!(list, "ogrom.toml:1:9: peers: found true, expected a list of texts in quotes\n");
    }
}
