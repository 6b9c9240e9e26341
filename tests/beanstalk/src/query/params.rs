//! The parameters of a call, read one by one, so that an unread one can be refused.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;

use crate::world::Refusal;

/// The parameters of a call.
///
/// Elastic Beanstalk ignores parameters that it does not know. The double refuses all that it does not simulate, so
/// that no test passes for the wrong reason.
#[derive(Debug)]
pub(crate) struct Params {
    all: BTreeMap<String, String>,
    read: Mutex<BTreeSet<String>>,
}

// === impl Params ===

impl Params {
    /// Reads a form.
    pub(crate) fn read(form: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(form);
        let all = pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        Self { all, read: Mutex::default() }
    }

    /// The name of the call, and the version of the API, which is ignored.
    pub(crate) fn action(&self) -> Option<String> {
        self.text("Version");
        let (action, operation) = (self.text("Action"), self.text("Operation"));
        action.or(operation)
    }

    /// A text, if it is there.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.have_read().insert(name.to_owned());
        self.all.get(name).cloned()
    }

    /// A text of so many characters, if it is there.
    pub(crate) fn sized(&self, name: &str, least: usize, most: usize) -> Result<Option<String>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let bound = match text.chars().count() {
            length if length < least => format!("greater than or equal to {least}"),
            length if length > most => format!("less than or equal to {most}"),
            _ => return Ok(Some(text)),
        };
        let mut member = name.to_owned();
        member[..1].make_ascii_lowercase();
        Err(Refusal::validation(format!(
            "1 validation error detected: Value '{text}' at '{member}' failed to satisfy constraint: Member must have \
             length {bound}"
        )))
    }

    /// A text of so many characters.
    pub(crate) fn required(&self, name: &str, least: usize, most: usize) -> Result<String, Refusal> {
        self.sized(name, least, most)?.ok_or_else(|| Refusal::missing(name))
    }

    /// A boolean; false if it is absent.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Refusal> {
        match self.text(name).as_deref() {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(other) => Err(malformed(name, other, "a boolean")),
        }
    }

    /// A whole number between these two, if it is there.
    pub(crate) fn number(&self, name: &str, least: usize, most: usize) -> Result<Option<usize>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number.map(Some).ok_or_else(|| malformed(name, &text, &format!("between {least} and {most}")))
    }

    /// A moment, if it is there.
    pub(crate) fn time(&self, name: &str) -> Result<Option<Timestamp>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| malformed(name, &text, "a timestamp"))
    }

    /// The texts of a list, in its order.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        self.text(name);
        (1..).map_while(|number| self.text(&format!("{name}.member.{number}"))).collect()
    }

    /// The structures of a list, in its order: of each the texts of these members, if they exist.
    pub(crate) fn structures<const N: usize>(
        &self,
        name: &str,
        members: [&str; N],
    ) -> Vec<[Option<String>; N]> {
        self.text(name);
        let one = |number| {
            let structure = members.map(|member| self.text(&format!("{name}.member.{number}.{member}")));
            structure.iter().any(Option::is_some).then_some(structure)
        };
        (1..).map_while(one).collect()
    }

    fn have_read(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses the call if there is anything that was not read.
    pub(crate) fn end(&self) -> Result<(), Refusal> {
        let read = self.have_read();
        let Some(name) = self.all.keys().find(|name| !read.contains(*name)) else { return Ok(()) };
        Err(Refusal::value(format!(
            "This double of Elastic Beanstalk does not simulate the parameter {name}."
        )))
    }
}

fn malformed(name: &str, value: &str, expected: &str) -> Refusal {
    Refusal::validation(format!("Value '{value}' of {name} is not {expected}"))
}
