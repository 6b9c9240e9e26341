//! A file of options: TOML, flattened to keys with dots.

use std::{fs, path::Path};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    diagnostic::{Diagnostic, Diagnostics},
    index::OptionIndex,
    layers::Layer,
    option::OptionSpec,
    origin::Location,
    raw::Raw,
    reference::Reference,
};

/// The parser's message about a key that is there twice.
const DUPLICATE: &str = "duplicate key";

/// A value and its key.
pub(crate) struct Entry {
    /// The key as it is written, with dots.
    pub(crate) key: String,
    /// The long name that this would be on the command line.
    pub(crate) long: String,
    /// Where the key is.
    pub(crate) named: Location,
    /// Where the value is.
    pub(crate) place: Location,
    pub(crate) raw: Raw,
}

/// Reading a file.
struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    index: &'a OptionIndex<'a>,
    entries: Vec<(usize, Entry)>,
}

/// The entries of a file, each key once and known, in the order of the file.
pub(crate) fn read(layer: &Layer, index: &OptionIndex<'_>, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let unreadable = |error| Diagnostic::at(layer.path.display(), format!("cannot be read: {error}"));
    let Some(text) = diagnostics.note(fs::read_to_string(&layer.path).map_err(unreadable)) else {
        return Vec::new();
    };
    let mut reader = Reader { path: &layer.path, text: &text, index, entries: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(&text);
    // The rest of a file that is no TOML cannot be relied on.
    let is_toml = errors.iter().all(|error| error.message() == DUPLICATE);
    for error in &errors {
        diagnostics.push(reader.syntax(error));
    }
    if is_toml {
        reader.flatten(table.get_ref(), "");
    }
    let mut entries = reader.entries;
    entries.sort_by_key(|(start, _)| *start);
    known_once(entries.into_iter().map(|(_, entry)| entry), index, diagnostics)
}

fn known_once(
    entries: impl Iterator<Item = Entry>,
    index: &OptionIndex<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Entry> {
    let mut kept: Vec<Entry> = Vec::new();
    for entry in entries {
        let diagnostic = |what: &str| Diagnostic::in_file(&entry.named, format!("{}: {what}", entry.key));
        if index.option(&entry.long).is_none() {
            diagnostics.push(diagnostic(&index.unknown_key(&entry.long)));
        } else if let Some(first) = kept.iter().find(|other| other.long == entry.long) {
            diagnostics.push(diagnostic(&format!("is here again, after {}", first.named)));
        } else {
            kept.push(entry);
        }
    }
    kept
}

// === impl Reader ===

impl Reader<'_> {
    fn place(&self, byte: usize) -> Location {
        Location::of(self.path.to_owned(), self.text, byte)
    }

    fn syntax(&self, error: &toml::de::Error) -> Diagnostic {
        let span = error.span().unwrap_or(0..0);
        let place = self.place(span.start);
        if error.message() == DUPLICATE {
            let key = self.text.get(span).unwrap_or_default();
            return Diagnostic::in_file(&place, format!("{key}: is here again"));
        }
        Diagnostic::in_file(&place, error.message().replace('\n', ", "))
    }

    fn flatten(&mut self, table: &DeTable<'_>, above: &str) {
        for (name, value) in table {
            let key = if above.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{above}.{}", name.get_ref())
            };
            let long = key.replace('.', "-");
            match value.get_ref() {
                DeValue::Table(below) if !self.refers(&long, below) => self.flatten(below, &key),
                _ => self.push(key, long, name.span().start, value),
            }
        }
    }

    /// Whether the table is no group of options, but refers to the secret of this name.
    fn refers(&self, long: &str, table: &DeTable<'_>) -> bool {
        let options =
            || table.keys().any(|key| self.index.option(&format!("{long}-{}", key.get_ref())).is_some());
        self.index.option(long).is_some_and(OptionSpec::is_secret) && !options()
    }

    fn push(&mut self, key: String, long: String, start: usize, value: &Spanned<DeValue<'_>>) {
        let reference = value.get_ref().as_table().and_then(Reference::of);
        let raw = reference.map_or_else(|| Raw::of(value.get_ref()), Raw::Reference);
        let (named, place) = (self.place(start), self.place(value.span().start));
        self.entries.push((start, Entry { key, long, named, place, raw }));
    }
}
