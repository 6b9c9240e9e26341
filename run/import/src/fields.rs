//! The fields of a row, taken out one by one, so that what nobody took is known.

mod object;
mod reason;
mod time;

use std::{collections::BTreeMap, fmt, str::FromStr};

use ogrom_protocols_model::{TextRule, Timestamp};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use self::object::Object;
pub(super) use self::reason::{Reason, shown};

/// Below it every whole number is a floating one, too, and the other way round.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// An object whose fields are taken out. Those that are `null` are not there.
pub(super) struct Fields<'a> {
    /// Where the object is in its row, as a prefix of its fields' names: `texts.de.`, or nothing.
    path: String,
    present: BTreeMap<String, &'a RawValue>,
    ignored: Vec<String>,
}

// === impl Fields ===

impl<'a> Fields<'a> {
    /// The fields of a row.
    pub(super) fn of_row(text: &'a str) -> Result<Self, Reason> {
        let object = serde_json::from_str::<Object<'a>>(text).map_err(|error| Reason::unparsed(&error))?;
        Ok(Self { path: String::new(), present: object.0, ignored: Vec::new() })
    }

    /// The fields of an object at this path inside a row.
    fn of_value(path: &str, value: &'a RawValue) -> Result<Self, Reason> {
        if !value.get().starts_with('{') {
            return Err(Reason::unexpected(path, "an object", value.get()));
        }
        let object = serde_json::from_str::<Object<'a>>(value.get());
        let object =
            object.map_err(|error| Reason::new(format!("'{path}': {}", Reason::unparsed(&error))))?;
        Ok(Self { path: format!("{path}."), present: object.0, ignored: Vec::new() })
    }

    fn path_of(&self, name: &str) -> String {
        format!("{}{name}", self.path)
    }

    /// A reason against the value of a field.
    pub(super) fn wrong(&self, name: &str, why: impl fmt::Display) -> Reason {
        Reason::new(format!("'{}{name}': {why}", self.path))
    }

    /// The reason against a field that must be there.
    pub(super) fn missing(&self, name: &str) -> Reason {
        Reason::new(format!("'{}{name}' is missing", self.path))
    }

    fn take_raw(&mut self, name: &str) -> Option<&'a RawValue> {
        self.present.remove(name)
    }

    /// A value of any type. `expected` describes it in the reason: `a number`.
    pub(super) fn take<T: DeserializeOwned>(
        &mut self,
        name: &str,
        expected: &str,
    ) -> Result<Option<T>, Reason> {
        let Some(raw) = self.take_raw(name) else { return Ok(None) };
        let value = serde_json::from_str(raw.get()).ok().or_else(|| whole(raw.get()));
        let wrong = || Reason::unexpected(&self.path_of(name), expected, raw.get());
        value.map(Some).ok_or_else(wrong)
    }

    /// An identifier, written as a text or as a whole number.
    pub(super) fn id<T: FromStr<Err: fmt::Display>>(&mut self, name: &str) -> Result<T, Reason> {
        let raw = self.take_raw(name).ok_or_else(|| self.missing(name))?.get();
        let is_number = raw.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let text = if is_number { Ok(raw.to_owned()) } else { serde_json::from_str::<String>(raw) };
        let text =
            text.map_err(|_| Reason::unexpected(&self.path_of(name), "a text or a whole number", raw))?;
        text.parse().map_err(|error| self.wrong(name, format_args!("{error}; found {}", shown(raw))))
    }

    /// A code or a tag; it must be there.
    pub(super) fn code<T: FromStr<Err: fmt::Display>>(&mut self, name: &str) -> Result<T, Reason> {
        let text: String = self.take(name, "a text")?.ok_or_else(|| self.missing(name))?;
        text.parse().map_err(|error| self.wrong(name, format_args!("{error}; found '{}'", shown(&text))))
    }

    /// A text that keeps its rule; may be absent.
    pub(super) fn text(&mut self, name: &str, rule: TextRule) -> Result<Option<String>, Reason> {
        let Some(text) = self.take::<String>(name, "a text")? else { return Ok(None) };
        rule.check(&text).map_err(|broken| self.wrong(name, broken))?;
        Ok(Some(text))
    }

    /// The same, but it must be there.
    pub(super) fn required_text(&mut self, name: &str, rule: TextRule) -> Result<String, Reason> {
        self.text(name, rule)?.ok_or_else(|| self.missing(name))
    }

    /// A number that is accepted; may be absent. `expected` describes those that are.
    pub(super) fn number<T: DeserializeOwned + fmt::Display>(
        &mut self,
        name: &str,
        expected: &str,
        accepts: impl Fn(&T) -> bool,
    ) -> Result<Option<T>, Reason> {
        match self.take(name, expected)? {
            Some(number) if !accepts(&number) => {
                Err(self.wrong(name, format_args!("expected {expected}, found {number}")))
            }
            number => Ok(number),
        }
    }

    /// When the row was created and when it last changed. Where only one of them is given, it is both; where none
    /// is, the import's own start is.
    pub(super) fn times(&mut self, start: Timestamp) -> Result<(Timestamp, Timestamp), Reason> {
        let (created, modified) = (self.time("created")?, self.time("modified")?);
        let created = created.or(modified).unwrap_or(start);
        let modified = modified.unwrap_or(created);
        if modified < created {
            return Err(self.wrong("modified", "it lies before 'created'"));
        }
        Ok((created, modified))
    }

    /// An instant in RFC 3339, kept in milliseconds; may be absent.
    pub(super) fn time(&mut self, name: &str) -> Result<Option<Timestamp>, Reason> {
        let Some(text) = self.take::<String>(name, time::EXPECTED)? else { return Ok(None) };
        let instant = time::read(&text);
        instant.map(Some).map_err(|why| self.wrong(name, format_args!("{why}, found \"{}\"", shown(&text))))
    }

    /// An object of objects, each with its name; none where it is absent.
    pub(super) fn members(&mut self, name: &str) -> Result<Vec<(String, Self)>, Reason> {
        let Some(raw) = self.take_raw(name) else { return Ok(Vec::new()) };
        let Self { path, present, .. } = Self::of_value(&self.path_of(name), raw)?;
        let member = |(key, value): (String, &'a RawValue)| {
            let fields = Self::of_value(&format!("{path}{}", shown(&key)), value)?;
            Ok((key, fields))
        };
        present.into_iter().map(member).collect()
    }

    /// A list of objects; it must be there.
    pub(super) fn list(&mut self, name: &str, most: usize) -> Result<Vec<Self>, Reason> {
        let raw = self.take_raw(name).ok_or_else(|| self.missing(name))?;
        let path = self.path_of(name);
        let list: Vec<&'a RawValue> =
            serde_json::from_str(raw.get()).map_err(|_| Reason::unexpected(&path, "a list", raw.get()))?;
        if list.len() > most {
            return Err(self.wrong(name, format_args!("{} entries, at most {most} are accepted", list.len())));
        }
        let entries = list.into_iter().enumerate();
        entries.map(|(i, value)| Self::of_value(&format!("{path}[{i}]"), value)).collect()
    }

    /// Notes what nobody took of an object inside this one. `place` stands for all objects of its kind: `items[]`.
    pub(super) fn ignore_rest_of(&mut self, inner: Self, place: &str) {
        self.ignored.extend(inner.present.into_keys().map(|name| format!("{place}.{name}")));
    }

    /// The names of the fields that nobody took.
    pub(super) fn rest(self) -> impl Iterator<Item = String> {
        self.present.into_keys().chain(self.ignored)
    }
}

/// The value of a whole number with a fraction or an exponent, as some programs write all their numbers.
fn whole<T: DeserializeOwned>(raw: &str) -> Option<T> {
    let number: f64 = serde_json::from_str(raw).ok()?;
    let exact = number.fract() == 0.0 && number.abs() < EXACT;
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and well within the range")]
    exact.then(|| serde_json::from_value((number as i64).into()).ok())?
}
