//! The request as a resource sees it.

mod links;

use std::{borrow::Cow, fmt, sync::Arc, time::SystemTime};

use bytes::Bytes;
use http::{Extensions, HeaderMap, Uri, request::Parts};
use ogrom_core_path::{Captures, Links, Path, decode};
use serde::Serialize;

use crate::{Format, Method, ProblemTypes, fault::Result, fieldset::Fieldset};

/// The request as a resource sees it: its head, the facts that the pipeline attached, and the links of the route table.
///
/// A stream, which outlives the call, keeps a clone.
#[derive(Debug, Clone)]
pub struct Cx {
    head: Parts,
    method: Option<Method>,
    place: Option<MountPoint>,
    /// Absent for most requests, so that it takes little room.
    chosen: Option<Box<Chosen>>,
}

/// The choices of the client among those that the resource offers.
#[derive(Debug, Clone, Default)]
struct Chosen {
    language: Option<Cow<'static, str>>,
    fieldset: Option<Fieldset>,
}

/// The time at which the server received the request. A layer with a clock of its own adds it to the request's extensions.
/// The default is the system clock.
#[derive(Debug, Clone, Copy)]
pub struct Received(pub SystemTime);

/// Marks a response whose `Last-Modified` is the time of the response, because the last change is dated later. An extension
/// of the response, for caches: such a date cannot validate stored content.
#[derive(Debug, Clone, Copy)]
pub struct DateReplaced;

/// The place of the endpoint in a route table.
#[derive(Clone)]
pub struct MountPoint {
    /// The table's links.
    pub links: Arc<dyn Links>,
    /// The endpoint's number in the table.
    pub leaf: usize,
    /// The path prefix that an outer router removed before the table saw the path. Empty if there is none.
    pub before: String,
    /// The positions of the parameters in the request's path, still encoded. Those of prefixes come first.
    pub captures: Captures,
}

// === impl Cx ===

impl Cx {
    pub(crate) fn new(head: Parts, place: Option<MountPoint>) -> Self {
        let method = Method::of(&head.method);
        Self { head, method, place, chosen: None }
    }

    /// The method; absent where the engine does not know it.
    pub fn method(&self) -> Option<Method> {
        self.method
    }

    /// The method as the request names it, known or not.
    pub(crate) fn method_name(&self) -> &str {
        self.head.method.as_str()
    }

    /// The target.
    pub fn uri(&self) -> &Uri {
        &self.head.uri
    }

    /// The header fields.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The language to answer in, of those that the resource offers. Known once the resource is asked what exists.
    pub fn language(&self) -> Option<&str> {
        self.chosen.as_ref()?.language.as_deref()
    }

    pub(crate) fn set_language(&mut self, language: Option<Cow<'static, str>>) {
        if language.is_some() {
            self.chosen.get_or_insert_default().language = language;
        }
    }

    /// Whether the response shows this member of the representation, or of the items of a page: all of them, unless the query
    /// parameter `fields` lists some. What is not shown need not be loaded. Known once the resource is asked what exists.
    pub fn shows(&self, member: &str) -> bool {
        self.fieldset().is_none_or(|fieldset| fieldset.shows(member))
    }

    /// The members that the response shows, where the client has listed them.
    pub(crate) fn fieldset(&self) -> Option<&Fieldset> {
        self.chosen.as_ref()?.fieldset.as_ref()
    }

    /// Writes the view of a read: all of it, unless the client has listed some members.
    #[inline]
    pub(crate) fn write<V: Serialize + 'static>(&self, format: &Format, view: &V) -> Result<Bytes> {
        match self.fieldset() {
            None => format.write(view),
            Some(fieldset) => format.write(&fieldset.part_of(view)?),
        }
    }

    pub(crate) fn set_fieldset(&mut self, fieldset: Fieldset) {
        self.chosen.get_or_insert_default().fieldset = Some(fieldset);
    }

    /// All that layers in front have found out.
    pub fn facts(&self) -> &Extensions {
        &self.head.extensions
    }

    /// Something that a layer in front has found out and put among the request's extensions.
    pub fn fact<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.head.extensions.get()
    }

    /// The time, or that of the response where it is later (RFC 9110 §8.8.2.1).
    pub(crate) fn not_later(&self, time: SystemTime) -> SystemTime {
        #[expect(clippy::disallowed_methods, reason = "the default of the injected time")]
        let now = self.fact::<Received>().map_or_else(SystemTime::now, |received| received.0);
        // No field can name what is before the epoch.
        time.min(now.max(SystemTime::UNIX_EPOCH))
    }

    pub(crate) fn problem_types(&self) -> Option<&ProblemTypes> {
        self.fact()
    }

    /// The endpoint's own parameters: without a route table, the last segments of the path.
    pub(crate) fn path<P: Path>(&self) -> Option<P> {
        // Few have more than one, and room for many is not made for them.
        match P::NAMES.len() {
            0 => P::read(&[]),
            1 => self.path_in([const { Cow::Borrowed("") }; 1]),
            _ => self.path_in([const { Cow::Borrowed("") }; Captures::MAX]),
        }
    }

    fn path_in<'p, P: Path, const N: usize>(&'p self, mut room: [Cow<'p, str>; N]) -> Option<P> {
        let path = self.head.uri.path();
        let count = P::NAMES.len();
        let segments = room.get_mut(..count)?;
        if let Some(place) = &self.place {
            let before = place.captures.len().checked_sub(count)?;
            fill(segments.iter_mut(), place.captures.iter(path).skip(before))?;
        } else {
            fill(segments.iter_mut().rev(), path.rsplit('/'))?;
        }
        P::read(segments)
    }
}

/// Decodes one segment into each place.
fn fill<'p, 's>(
    places: impl Iterator<Item = &'s mut Cow<'p, str>>,
    mut raw: impl Iterator<Item = &'p str>,
) -> Option<()>
where
    'p: 's,
{
    for place in places {
        *place = decode(raw.next()?)?;
    }
    Some(())
}

// === impl MountPoint ===

impl fmt::Debug for MountPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MountPoint")
            .field("leaf", &self.leaf)
            .field("captures", &self.captures)
            .finish_non_exhaustive()
    }
}
