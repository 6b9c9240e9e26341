//! Validators: by which a client tells whether what it has is still what there is (RFC 9110 §8.8).

use std::{
    fmt::{Display, Write},
    hash::Hasher,
    time::{Duration, SystemTime},
};

use http::HeaderValue;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::Coding;

/// What tells one state of a resource from another. Asked once per request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validators {
    pub(crate) tag: Tag,
    pub(crate) modified: Option<SystemTime>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tag {
    None,
    /// The tag is made from the content, once it is written.
    OfContent,
    State {
        state: String,
        shown: Option<u64>,
    },
    /// Text with its quotes, sent as it is.
    Given(String),
}

/// A strong or weak entity tag, with its quotes: `"7-json"`, `W/"7"`.
///
/// A tag that the engine makes reads `"state.shown-format"`: the version of the resource itself, a fingerprint of whatever
/// else is shown with it, and the representation's format, followed by whatever else selected it: its language, and a
/// fingerprint of the header fields that are parameters; a content coding ends it: `"7-json+gzip"`. A condition of reading
/// compares all of it; a condition of writing compares the state alone, since what it guards against is a lost update
/// (RFC 9110 §13.1.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntityTag {
    text: String,
    /// How much of the text after the quote is the state, where the engine made the tag.
    state: Option<u32>,
}

/// A fingerprint of things that a representation shows beside its own resource.
#[derive(Clone, Default)]
pub struct Shown(Xxh3);

// === impl Validators ===

impl Validators {
    /// Nothing tells one state from another.
    pub const NONE: Self = Self { tag: Tag::None, modified: None };

    /// The written content tells: for a resource without a version of its own, such as a list. Only reading is
    /// conditional then.
    pub const OF_CONTENT: Self = Self { tag: Tag::OfContent, modified: None };

    /// A version tells: any text of letters and digits that changes whenever the resource does.
    pub fn version(version: impl Display) -> Self {
        Self { tag: Tag::State { state: version.to_string(), shown: None }, modified: None }
    }

    /// A whole entity tag, with its quotes and, if it is weak, its `W/`. For those who have one from elsewhere.
    pub fn entity_tag(tag: impl Into<String>) -> Self {
        Self { tag: Tag::Given(tag.into()), modified: None }
    }

    /// The same, for a representation that shows other things too, whose changes do not stand in the way of a writer.
    #[must_use]
    pub fn showing(mut self, others: &Shown) -> Self {
        if let Tag::State { shown, .. } = &mut self.tag {
            *shown = Some(others.0.digest());
        }
        self
    }

    /// The same, with the time of the last change, in milliseconds since the epoch. Sent and compared in whole seconds. Dates
    /// in header fields end with the year 9999, and so do these; what is before the epoch is no date.
    #[must_use]
    pub fn modified(mut self, millis: i64) -> Self {
        let seconds = u64::try_from(millis / 1000).ok().map(|seconds| seconds.min(LAST_SECOND));
        self.modified = seconds.map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        self
    }

    /// The tag of the representation in this format; `content` is asked for only where the tag is made from it.
    pub(crate) fn entity_tag_of(
        &self,
        format: &str,
        content: impl FnOnce() -> Option<u64>,
    ) -> Option<EntityTag> {
        match &self.tag {
            Tag::None => None,
            Tag::OfContent => {
                let text = format!("\"{:x}-{format}\"", content()?);
                Some(EntityTag { text, state: None })
            }
            Tag::State { state, shown } => {
                let mut text = String::with_capacity(state.len() + format.len() + 3 + LONGEST_SUFFIX);
                text.push('"');
                text.push_str(state);
                if let Some(shown) = shown {
                    let _ = write!(text, ".{shown:x}");
                }
                text.push('-');
                text.push_str(format);
                text.push('"');
                Some(EntityTag { text, state: u32::try_from(state.len()).ok() })
            }
            Tag::Given(text) => Some(EntityTag { text: text.clone(), state: None }),
        }
    }
}

/// Room for the suffix of any content coding, in bytes.
const LONGEST_SUFFIX: usize = 5;

/// The last second of the year 9999, since the epoch: what is later, nobody can write as a date of HTTP.
const LAST_SECOND: u64 = 253_402_300_799;

/// The fingerprint of written content.
pub(crate) fn fingerprint(content: &[u8]) -> u64 {
    xxh3_64(content)
}

// === impl EntityTag ===

impl EntityTag {
    /// A whole tag, with its quotes.
    pub(crate) fn given(text: &str) -> Self {
        Self { text: text.to_owned(), state: None }
    }

    /// As a header; absent where the text cannot be one.
    pub(crate) fn into_header(self) -> Option<HeaderValue> {
        HeaderValue::try_from(self.text).ok()
    }

    /// The tag of the same representation in this content coding.
    pub(crate) fn coded(mut self, coding: Coding) -> Self {
        if self.text.pop() == Some('"') {
            self.text.push_str(coding.suffix());
            self.text.push('"');
        }
        self
    }

    /// RFC 9110 §8.8.3.2, strong comparison: the same text, and neither weak.
    pub(crate) fn is_strongly(&self, other: &str) -> bool {
        !self.text.starts_with("W/") && self.text == other
    }

    /// RFC 9110 §8.8.3.2, weak comparison: the same text, whether weak or not.
    pub(crate) fn matches_weakly(&self, other: &str) -> bool {
        opaque(&self.text) == opaque(other)
    }

    /// Strong comparison; of a tag that the engine made, the state alone is compared.
    pub(crate) fn matches_for_writing(&self, other: &str) -> bool {
        match self.state {
            Some(length) => {
                let state = &self.text[..=length as usize];
                other.strip_prefix(state).is_some_and(|rest| rest.starts_with(['.', '-', '"']))
            }
            None => {
                self.is_strongly(other) || (!other.starts_with("W/") && uncoded(&self.text) == uncoded(other))
            }
        }
    }
}

/// A tag without its last quote and the suffix of a content coding.
fn uncoded(tag: &str) -> &str {
    let tag = tag.strip_suffix('"').unwrap_or(tag);
    Coding::ALL.iter().find_map(|coding| tag.strip_suffix(coding.suffix())).unwrap_or(tag)
}

fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

// === impl Shown ===

impl Shown {
    /// Takes in one more thing: its identifier and its version, say.
    pub fn add(&mut self, thing: impl std::hash::Hash) {
        thing.hash(&mut self.0);
        self.0.write_u8(0xff);
    }
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shown({:x})", self.0.digest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(validators: &Validators) -> EntityTag {
        validators.entity_tag_of("json", || Some(0xabc)).unwrap()
    }

    #[test]
    fn a_tag_names_state_shown_things_and_format() {
        assert_eq!(tag(&Validators::version(7)).text, "\"7-json\"");
        assert_eq!(tag(&Validators::OF_CONTENT).text, "\"abc-json\"");
        let mut shown = Shown::default();
        shown.add(("product", 1));
        assert!(tag(&Validators::version(7).showing(&shown)).text.starts_with("\"7."));
        assert_eq!(Validators::NONE.entity_tag_of("json", || None), None);
    }

    #[test]
    fn a_writer_is_only_stopped_by_a_change_of_the_state() {
        let seven = tag(&Validators::version(7).showing(&Shown::default()));
        assert!(seven.matches_for_writing("\"7-cbor\"") && seven.matches_for_writing("\"7.1f-json\""));
        for other in ["\"8-json\"", "\"70-json\"", "W/\"7-json\"", "7-json", "\"\""] {
            assert!(!seven.matches_for_writing(other), "{other}");
        }
        assert!(!seven.matches_weakly("\"7-cbor\""));
    }

    #[test]
    fn a_given_tag_is_compared_as_a_whole() {
        let (strong, weak) =
            (tag(&Validators::entity_tag("\"v1\"")), tag(&Validators::entity_tag("W/\"v1\"")));
        assert!(strong.matches_for_writing("\"v1\"") && !strong.matches_for_writing("W/\"v1\""));
        assert!(!weak.matches_for_writing("W/\"v1\"") && weak.matches_weakly("\"v1\""));
    }

    #[test]
    fn a_coding_tells_tags_of_reading_apart_and_no_tags_of_writing() {
        let (seven, given) = (Validators::version(7), Validators::entity_tag("\"v1\""));
        let coded = |validators: &Validators| tag(validators).coded(Coding::Gzip);
        assert_eq!((&*coded(&seven).text, &*coded(&given).text), ("\"7-json+gzip\"", "\"v1+gzip\""));
        assert!(!coded(&seven).matches_weakly("\"7-json\"") && !coded(&given).matches_weakly("\"v1\""));
        for other in ["\"v1\"", "\"v1+br\"", "\"v1+gzip\""] {
            assert!(
                tag(&given).matches_for_writing(other) && coded(&given).matches_for_writing(other),
                "{other}"
            );
        }
        for other in ["\"v2\"", "\"v2+gzip\"", "W/\"v1+gzip\"", "\"v1+other\""] {
            assert!(
                !tag(&given).matches_for_writing(other) && !coded(&given).matches_for_writing(other),
                "{other}"
            );
        }
        let weak = Validators::entity_tag("W/\"v1\"");
        assert!(!tag(&weak).matches_for_writing("\"v1+gzip\""));
        assert!(
            coded(&seven).matches_for_writing("\"7-json+br\"")
                && coded(&seven).matches_for_writing("\"7-json\"")
        );
    }

    #[test]
    fn dates_are_whole_seconds() {
        let validators = Validators::NONE.modified(1_500);
        assert_eq!(validators.modified, Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1)));
    }

    #[test]
    fn any_time_is_one_that_a_header_field_can_name_or_none() {
        let last = Validators::NONE.modified(i64::MAX).modified.map(httpdate::fmt_http_date);
        assert_eq!(last.as_deref(), Some("Fri, 31 Dec 9999 23:59:59 GMT"));
        assert_eq!(Validators::NONE.modified(i64::MIN).modified, None);
    }
}
