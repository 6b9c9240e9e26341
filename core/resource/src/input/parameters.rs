//! The parameters of a request outside its path as typed input: `?limit=5&sort=newest` becomes a struct, and so do the
//! header fields that it marks.

mod header;

use std::sync::LazyLock;

use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use schemars::JsonSchema;
use serde_json::{Map, Value};

pub use self::header::in_header;
use super::{
    Input, convert, nothing,
    schema::{Checker, Form, TypeSet, schema_of, unknown},
};
use crate::{
    Invalid, Location,
    faults::Faults,
    fieldset::{FIELDS, Fieldset, Outline},
};

/// Reads the parameters of a resource.
#[derive(Debug)]
pub(crate) struct Reader {
    checker: Checker,
    fields: Vec<HeaderName>,
    vary: Option<HeaderValue>,
    /// The members that reads may list.
    outline: Option<LazyLock<Outline>>,
}

/// The message about bytes that are no text.
const NO_TEXT: &str = "must be text in UTF-8";

/// The parameters and faults read so far.
#[derive(Default)]
struct Reading {
    members: Map<String, Value>,
    fieldset: Option<Box<Fieldset>>,
    faults: Faults,
}

// === impl Reader ===

impl Reader {
    /// The reader of a type.
    ///
    /// # Panics
    ///
    /// Where the type's schema has a keyword that is not judged here, or marks what cannot be read from a header field.
    pub(crate) fn of<P: Input>() -> Self {
        let mut schema = schema_of::<P>();
        let fields = header::unmark(&mut schema);
        Self { checker: Checker::new(&schema), vary: header::names(&fields), fields, outline: None }
    }

    /// Lets reads list members of this representation. A parameter of the same name takes precedence.
    pub(crate) fn select_from<V: JsonSchema>(&mut self) {
        self.outline = Some(LazyLock::new(Outline::of::<V>));
    }

    /// The members that reads may list, if there are any.
    pub(crate) fn outline(&self) -> Option<&Outline> {
        let outline = self.outline.as_deref().filter(|outline| outline.has_members())?;
        self.checker.property(FIELDS).is_none().then_some(outline)
    }

    /// The header fields that parameters are read from, as `Vary` lists them; absent where there are none.
    pub(crate) fn vary(&self) -> Option<&HeaderValue> {
        self.vary.as_ref()
    }

    /// A fingerprint of the header fields that select a representation; `None` if no parameter is a header field.
    pub(crate) fn fingerprint(&self, headers: &HeaderMap) -> Option<u64> {
        if self.fields.is_empty() { None } else { header::fingerprint(&self.fields, headers) }
    }

    /// Reads the parameters, or lists their faults. Only a parameter of an array type may be repeated. A request that `reads`
    /// may select members of the representation.
    pub(crate) fn read<P: Input>(
        &self,
        query: Option<&str>,
        headers: &HeaderMap,
        reads: bool,
    ) -> Result<(P, Option<Box<Fieldset>>), Faults> {
        if query.is_none() && self.fields.is_empty() && self.checker.passes_empty() {
            return Ok((nothing()?, None));
        }
        let mut reading = Reading::default();
        self.read_query(query.unwrap_or_default(), reads, &mut reading);
        for field in &self.fields {
            self.read_field(field, headers, &mut reading);
        }
        let Reading { members, fieldset, mut faults } = reading;
        match convert(members.into(), &self.checker) {
            Ok(parameters) if faults.is_empty() => return Ok((parameters, fieldset)),
            Ok(_) => {}
            Err(wrong) => {
                // A header field that cannot be read is not missing.
                let unread = |fault: &Invalid| match &fault.place {
                    Location::Header(name) => fault.code == "required" && headers.contains_key(name),
                    _ => false,
                };
                faults
                    .append(wrong.filter_map(|fault| Some(self.as_parameter(fault)).filter(|f| !unread(f))));
            }
        }
        Err(faults)
    }

    fn read_query(&self, query: &str, reads: bool, reading: &mut Reading) {
        let outline = || self.outline().filter(|_| reads);
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        for (pair, (name, text)) in pairs.zip(form_urlencoded::parse(query.as_bytes())) {
            if !is_text(pair, &name, &text) {
                reading.faults.add(|| Invalid::query(name, "malformed", NO_TEXT));
            } else if let Some(form) = self.checker.property(&name).filter(|_| !self.is_field(&name)) {
                reading.take_each(&name, &text, form);
            } else if name == FIELDS
                && let Some(outline) = outline()
            {
                outline.select(&text, &mut reading.fieldset, &mut reading.faults);
            } else {
                reading.faults.add(|| {
                    let known = self.checker.properties().filter(|known| !self.is_field(known));
                    let message = unknown(&name, known.chain(outline().map(|_| FIELDS)));
                    Invalid::query(name, "unknown", message)
                });
            }
        }
    }

    fn read_field(&self, field: &HeaderName, headers: &HeaderMap, reading: &mut Reading) {
        let name = field.as_str();
        let Some(form) = self.checker.property(name) else { return };
        for line in headers.get_all(field) {
            match header::text(line) {
                Some(text) if form.list => {
                    reading.members.entry(name).or_insert_with(|| Value::Array(Vec::new()));
                    header::elements(text).for_each(|item| reading.take(name, item, form, Invalid::header));
                }
                Some(text) => reading.take(name, text, form, Invalid::header),
                None => reading.faults.add(|| Invalid::header(name, "malformed", NO_TEXT)),
            }
        }
    }

    fn is_field(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field == name)
    }

    /// The same fault, in the parameter that the pointer begins with.
    fn as_parameter(&self, fault: Invalid) -> Invalid {
        let Location::Pointer(pointer) = &fault.place else { return fault };
        let name = pointer.split('/').nth(1).unwrap_or_default().replace("~1", "/").replace("~0", "~");
        let place = if self.is_field(&name) { Location::Header(name) } else { Location::Parameter(name) };
        let message = parameter_message(&fault.message);
        Invalid { place, message, ..fault }
    }
}

// === impl Reading ===

impl Reading {
    /// Takes a parameter of the query. A list of names that are known is written with commas, too.
    fn take_each(&mut self, name: &str, text: &str, form: Form) {
        if form.of_names {
            text.split(',').for_each(|text| self.take(name, text, form, Invalid::query));
        } else {
            self.take(name, text, form, Invalid::query);
        }
    }

    fn take(
        &mut self,
        name: &str,
        text: &str,
        form: Form,
        fault: fn(String, &'static str, &'static str) -> Invalid,
    ) {
        let value = coerce(text, form.types);
        match self.members.get_mut(name) {
            None => {
                let value = if form.list { vec![value].into() } else { value };
                self.members.insert(name.to_owned(), value);
            }
            Some(Value::Array(items)) if form.list => items.push(value),
            Some(_) => self.faults.add(|| fault(name.to_owned(), "repeated", "is there more than once")),
        }
    }
}

/// The value that a text stands for in a parameter of this type. What does not fit stays a text, which the schema
/// refuses.
fn coerce(text: &str, types: TypeSet) -> Value {
    let number = if types.meets(TypeSet::INTEGER) {
        text.parse::<i64>().ok().map(Value::from).or_else(|| text.parse::<u64>().ok().map(Value::from))
    } else if types.meets(TypeSet::NUMBER) {
        text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::from)
    } else if types.meets(TypeSet::BOOLEAN) {
        boolean(text).map(Value::from)
    } else {
        None
    };
    number.unwrap_or_else(|| Value::from(text))
}

/// A boolean, as programs write it: PHP `1` and `0`, Python `True` and `False`.
fn boolean(text: &str) -> Option<bool> {
    let is = |name| text.eq_ignore_ascii_case(name);
    if is("true") || is("1") { Some(true) } else { (is("false") || is("0")).then_some(false) }
}

/// The message about a value, in the words of a text: a parameter that is there is never `null`.
fn parameter_message(message: &str) -> String {
    let message = message.strip_suffix(" or null").unwrap_or(message);
    if message == "must be a boolean" { "must be true or false" } else { message }.to_owned()
}

/// Whether a pair of a query is what was read of it. Bytes that are no UTF-8 are read as U+FFFD.
fn is_text(pair: &str, name: &str, text: &str) -> bool {
    ![name, text].iter().any(|read| read.contains(char::REPLACEMENT_CHARACTER))
        || percent_decode_str(pair).decode_utf8().is_ok()
}

#[cfg(test)]
mod tests;
