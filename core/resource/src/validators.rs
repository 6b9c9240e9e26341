//! Validators: a client compares them to find out whether its copy is current (RFC 9110 §8.8).

use std::{
    fmt::Display,
    hash::{Hash, Hasher},
    time::{Duration, SystemTime},
};

use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_64_with_seed};

use crate::Coding;

/// The validators of one state of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validators {
    pub(crate) tag: Tag,
    pub(crate) modified: Option<SystemTime>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tag {
    None,
    /// A hash of the content, made once it is written.
    OfContent,
    /// The same, and names the state that a writer may replace.
    Version(String),
    /// A text that changes with every visible change.
    Fingerprint(String),
    /// The same, and the tag is weak.
    Weak(String),
    /// Text with its quotes, sent as it is.
    Given(String),
}

/// The tag or version that an entity tag of a request is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntityTag<'a> {
    /// The tag of one representation, strong or weak, with its quotes: `"7-json"`, `W/"7"`.
    Whole(&'a str),
    /// The version that a writer may replace, in whatever representation it was read.
    ///
    /// A tag that names a version reads `"version.content.check-format"`. `content` is a fingerprint of all that is shown, so
    /// that a strong tag is never given twice for different content (RFC 9110 §8.8.1). A condition of reading compares all
    /// of it. A condition of writing guards the version alone, since others than its writer may change what is shown beside
    /// it, which is no lost update (§13.1.1). `check` tells that the rest of the tag was given by us.
    Version(&'a str),
}

/// A fingerprint of a thing, for [`Validators::version`] or [`Validators::fingerprint`]: of its content where nothing counts
/// its changes.
#[derive(Clone, Default)]
pub struct Fingerprint(Xxh3);

// === impl Validators ===

impl Validators {
    /// Nothing tells one state from another.
    pub const NONE: Self = Self { tag: Tag::None, modified: None };

    /// The written content tells: for a resource without a version of its own, such as a list. Only reading is
    /// conditional then.
    pub const FROM_CONTENT: Self = Self { tag: Tag::OfContent, modified: None };

    /// A version tells which state a writer has read: any text of letters and digits that changes whenever something does
    /// that a writer may replace, and that no other state of the resource ever has, even after the resource was deleted and
    /// made anew. What else the representation shows, such as things of others, is told by the written content, and does not
    /// stand in the way of a writer. What is sent as a stream has no such content, so that it needs a
    /// [`fingerprint`](Self::fingerprint).
    pub fn version(version: impl Display) -> Self {
        Self { tag: Tag::Version(version.to_string()), modified: None }
    }

    /// A text tells, of letters and digits, that changes whenever anything does that the representation shows: what comes from
    /// data, and what comes from the configuration or from the release of the program. The content need not be written to
    /// find out that a client has it.
    pub fn fingerprint(fingerprint: impl Display) -> Self {
        Self { tag: Tag::Fingerprint(fingerprint.to_string()), modified: None }
    }

    /// The same, by a weak tag (RFC 9110 §8.8.1): for what may change while it is sent, so that equal texts stand for
    /// content that is equally good, and need not be the same bytes.
    pub fn weak_fingerprint(fingerprint: impl Display) -> Self {
        Self { tag: Tag::Weak(fingerprint.to_string()), modified: None }
    }

    /// A whole entity tag, with its quotes and, if it is weak, its `W/`. For those who have one from elsewhere.
    pub fn entity_tag(tag: impl Into<String>) -> Self {
        Self { tag: Tag::Given(tag.into()), modified: None }
    }

    /// The same, with the time of the last change, in milliseconds since the epoch. Sent and compared in whole seconds, and
    /// never sent later than the response (RFC 9110 §8.8.2.1). Dates in header fields end with the year 9999, and so do
    /// these; what is before the epoch is no date.
    #[must_use]
    pub fn modified(mut self, millis: i64) -> Self {
        let seconds = u64::try_from(millis / 1000).ok().map(|seconds| seconds.min(LAST_SECOND));
        self.modified = seconds.map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        self
    }

    /// The version that a writer may replace, where there is one.
    pub(crate) fn told_version(&self) -> Option<&str> {
        if let Tag::Version(version) = &self.tag { Some(version) } else { None }
    }

    /// Whether the tag is made from the written content, or with it.
    pub(crate) fn tells_content(&self) -> bool {
        matches!(self.tag, Tag::OfContent | Tag::Version(_))
    }

    /// The tag, with its quotes, of the representation that is selected by what this suffix names, in this coding. Where the
    /// content tells, its fingerprint is asked for.
    pub(crate) fn entity_tag_of(
        &self,
        suffix: &str,
        coding: Option<Coding>,
        content: impl FnOnce() -> Option<u64>,
    ) -> Option<String> {
        let coding = coding.map_or("", Coding::suffix);
        Some(match &self.tag {
            Tag::None => return None,
            Tag::OfContent => ["\"", digits(&mut [0; 16], content()?), "-", suffix, coding, "\""].concat(),
            Tag::Version(version) => {
                let (content, selected) = (content()?, [suffix, coding].concat());
                let check = check(version, content, &selected).into();
                let (mut shown, mut checked) = ([0; 16], [0; 16]);
                let (content, check) = (digits(&mut shown, content), &digits(&mut checked, check)[8..]);
                ["\"", version, ".", content, ".", check, "-", &selected, "\""].concat()
            }
            Tag::Fingerprint(fingerprint) => ["\"", fingerprint, "-", suffix, coding, "\""].concat(),
            Tag::Weak(fingerprint) => ["W/\"", fingerprint, "-", suffix, coding, "\""].concat(),
            Tag::Given(text) => match text.strip_suffix('"') {
                Some(open) => [open, coding, "\""].concat(),
                None => text.clone(),
            },
        })
    }

    /// By what a condition is judged: where the method writes, by the version, if there is one.
    pub(crate) fn compared<'a>(&'a self, tag: Option<&'a str>, writes: bool) -> Option<EntityTag<'a>> {
        match &self.tag {
            Tag::Version(version) if writes => Some(EntityTag::Version(version)),
            _ => tag.map(EntityTag::Whole),
        }
    }
}

/// The end of the tag of a sparse representation, before the coding.
pub(crate) const SPARSE: &str = "-sparse";

/// The last second of the year 9999, since the epoch: what is later, nobody can write as a date of HTTP.
const LAST_SECOND: u64 = 253_402_300_799;

/// The fingerprint of written content.
pub(crate) fn fingerprint(content: &[u8]) -> u64 {
    xxh3_64(content)
}

/// The check that tells a tag that names a version from one that was never given.
fn check(version: &str, content: u64, selected: &str) -> u32 {
    let hash = xxh3_64_with_seed(selected.as_bytes(), xxh3_64_with_seed(version.as_bytes(), content));
    (hash >> 32) as u32
}

/// All 16 digits of a number in hexadecimal.
fn digits(room: &mut [u8; 16], number: u64) -> &str {
    for (place, digit) in room.iter_mut().rev().enumerate() {
        *digit = b"0123456789abcdef"[(number >> (4 * place) & 0xf) as usize];
    }
    std::str::from_utf8(room).unwrap_or_default()
}

// === impl EntityTag ===

impl EntityTag<'_> {
    /// RFC 9110 §8.8.3.2, strong comparison: the same text, and neither weak.
    pub(crate) fn is_strongly(self, other: &str) -> bool {
        matches!(self, Self::Whole(text) if !text.starts_with("W/") && text == other)
    }

    /// RFC 9110 §8.8.3.2, weak comparison: the same text, whether weak or not. A version is compared with the one that the
    /// other tag names.
    pub(crate) fn matches_weakly(self, other: &str) -> bool {
        match self {
            Self::Whole(text) => opaque(text) == opaque(other),
            Self::Version(version) => content_of(version, opaque(other)).is_some(),
        }
    }

    /// Whether the client that has read the representation of the other tag may replace all of it: not where it has seen only
    /// some members. It would remove the others without knowing them.
    pub(crate) fn guards_all(self, other: &str) -> bool {
        !is_sparse(other) && self.guards(other)
    }

    /// Whether who has read the representation of the other tag may write. Of a tag that names a version, what it names is
    /// compared, even where it has become weak: an intermediary that compresses responses makes it so, as nginx does, or adds
    /// the name of the coding, as Apache does. For all others, strong comparison is needed; only the coding of the content
    /// makes no difference.
    pub(crate) fn guards(self, other: &str) -> bool {
        match self {
            Self::Version(version) => guarded(version, other).is_some(),
            Self::Whole(text) => {
                self.is_strongly(other)
                    || (![text, other].iter().any(|tag| tag.starts_with("W/"))
                        && uncoded(text) == uncoded(other))
            }
        }
    }
}

/// Whether it is the tag of a sparse representation.
pub(crate) fn is_sparse(tag: &str) -> bool {
    let tag = opaque(tag);
    uncoded(uncompressed(tag).as_deref().unwrap_or(tag)).ends_with(SPARSE)
}

/// The fingerprint of the content that was read with this tag, where the tag guards the version.
pub(crate) fn guarded(version: &str, tag: &str) -> Option<u64> {
    let tag = opaque(tag);
    content_of(version, tag).or_else(|| content_of(version, &uncompressed(tag)?))
}

/// The fingerprint of the content in a tag that we gave; absent where it is not of this version. Neither is weak.
fn content_of(version: &str, tag: &str) -> Option<u64> {
    let rest = tag.strip_prefix('"')?.strip_suffix('"')?.strip_prefix(version)?.strip_prefix('.')?;
    let (content, rest) = rest.split_at_checked(16)?;
    let (given, selected) = rest.strip_prefix('.')?.split_at_checked(8)?;
    let number = u64::from_str_radix(content, 16).ok()?;
    let check = u64::from(check(version, number, selected.strip_prefix('-')?));
    // Digits can be written in more ways than one, and we write one of them.
    let is_ours = digits(&mut [0; 16], number) == content && digits(&mut [0; 16], check)[8..] == *given;
    is_ours.then_some(number)
}

/// A tag without the name of a coding that an intermediary has added: `"…-json-gzip"`.
fn uncompressed(tag: &str) -> Option<String> {
    let tag = tag.strip_suffix('"')?;
    let tag = ["-gzip", "-br", "-zstd", "-deflate"].iter().find_map(|coding| tag.strip_suffix(coding))?;
    Some(format!("{tag}\""))
}

/// A tag without its last quote and the suffix of a content coding.
fn uncoded(tag: &str) -> &str {
    let tag = tag.strip_suffix('"').unwrap_or(tag);
    Coding::ALL.iter().find_map(|coding| tag.strip_suffix(coding.suffix())).unwrap_or(tag)
}

fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

// === impl Fingerprint ===

impl Fingerprint {
    /// Takes in one more thing.
    pub fn add(&mut self, thing: impl Hash) {
        thing.hash(&mut self.0);
        self.0.write_u8(0xff);
    }
}

/// As 16 hexadecimal digits.
impl Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(digits(&mut [0; 16], self.0.digest()))
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

#[cfg(test)]
#[path = "validators/tests.rs"]
mod tests;
