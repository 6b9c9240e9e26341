//! Formats: what representations are written in, and what content is read from.

mod cbor;
pub(crate) mod json;
mod read;

use std::{
    any::Any,
    borrow::Cow,
    hash::{Hash, Hasher},
};

use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;
use serde_json::Value;
use xxhash_rust::xxh3::Xxh3;

pub(crate) use self::read::Unreadable;
use crate::{Fault, Text, fault::Result};

/// A media type, and how it is written and read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    media_type: Cow<'static, str>,
    codec: Codec,
}

/// How content is written and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Codec {
    /// JSON (RFC 8259).
    Json,
    /// CBOR (RFC 8949), with the names of fields as JSON has them.
    Cbor,
    /// JSON Lines: each value on a line of its own. The usual format of what is streamed.
    JsonLines,
    /// CSV (RFC 4180) with a header. Only what is streamed can be written so, in the columns of
    /// [`Stream::columns`](crate::Stream::columns).
    Csv,
    /// Plain text of any kind. Only a view that is a text can be written so, and content is read as one. A [`Text`] is not
    /// even copied.
    Text,
    /// A patch by example (RFC 7396). Only read.
    MergePatch,
    /// A patch by operations (RFC 6902). Only read.
    JsonPatch,
}

/// A buffer size that most representations fit into, in bytes.
const USUAL_SIZE: usize = 1024;

// === impl Format ===

impl Format {
    /// `application/json`.
    pub const JSON: Self = Self::borrowed("application/json", Codec::Json);
    /// `application/cbor`.
    pub const CBOR: Self = Self::borrowed("application/cbor", Codec::Cbor);
    /// `application/jsonl`, which no registry has yet; OpenAPI names it so.
    pub const JSON_LINES: Self = Self::borrowed("application/jsonl", Codec::JsonLines);
    /// `text/csv; charset=utf-8; header=present` (RFC 4180 §3).
    pub const CSV: Self = Self::borrowed("text/csv; charset=utf-8; header=present", Codec::Csv);
    /// `text/html; charset=utf-8`.
    pub const HTML: Self = Self::borrowed("text/html; charset=utf-8", Codec::Text);
    /// `application/yaml` (RFC 9512), of a view that is a text.
    pub const YAML: Self = Self::borrowed("application/yaml", Codec::Text);
    /// `application/json`, of a view that is a text and holds JSON already.
    pub const JSON_TEXT: Self = Self::borrowed("application/json", Codec::Text);
    /// `application/merge-patch+json`.
    pub const MERGE_PATCH: Self = Self::borrowed("application/merge-patch+json", Codec::MergePatch);
    /// `application/json`, taken as a patch by example: what most clients send unless they are told otherwise.
    pub const JSON_MERGE_PATCH: Self = Self::borrowed("application/json", Codec::MergePatch);
    /// `application/json-patch+json`.
    pub const JSON_PATCH: Self = Self::borrowed("application/json-patch+json", Codec::JsonPatch);

    const fn borrowed(media_type: &'static str, codec: Codec) -> Self {
        Self { media_type: Cow::Borrowed(media_type), codec }
    }

    /// Another media type with a codec that is known: `application/vnd.example+json`, say.
    pub fn new(media_type: impl Into<Cow<'static, str>>, codec: Codec) -> Self {
        Self { media_type: media_type.into(), codec }
    }

    /// The media type.
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// The media type as a header; absent where the text cannot be one.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        match &*self.media_type {
            "application/json" => Some(const { HeaderValue::from_static("application/json") }),
            "application/cbor" => Some(const { HeaderValue::from_static("application/cbor") }),
            other => HeaderValue::from_str(other).ok(),
        }
    }

    /// How it is written and read.
    pub fn codec(&self) -> Codec {
        self.codec
    }

    /// How entity tags name it: two formats of one resource never share a tag.
    pub(crate) fn suffix(&self) -> Cow<'static, str> {
        match &*self.media_type {
            "application/json" => "json".into(),
            "application/cbor" => "cbor".into(),
            "application/jsonl" => "jsonl".into(),
            "text/csv; charset=utf-8; header=present" => "csv".into(),
            other => {
                let mut hasher = Xxh3::new();
                other.hash(&mut hasher);
                format!("{:x}", hasher.finish()).into()
            }
        }
    }

    /// Writes a view.
    pub(crate) fn write<V: Serialize + 'static>(&self, view: &V) -> Result<Bytes> {
        self.codec.write(view)
    }
}

// === impl Codec ===

impl Codec {
    /// Writes a view.
    fn write<V: Serialize + 'static>(self, view: &V) -> Result<Bytes> {
        if self == Self::Text
            && let Some(text) = (view as &dyn Any).downcast_ref::<Text>()
        {
            return Ok(text.shared());
        }
        let mut content = Vec::with_capacity(USUAL_SIZE);
        self.append(view, &mut content)?;
        Ok(content.into())
    }

    /// Writes a view after what is there.
    pub(crate) fn append(self, view: &impl Serialize, content: &mut Vec<u8>) -> Result<()> {
        match self {
            Self::Json | Self::MergePatch | Self::JsonPatch => {
                serde_json::to_writer(content, view).map_err(Fault::internal)?;
            }
            Self::JsonLines => {
                serde_json::to_writer(&mut *content, view).map_err(Fault::internal)?;
                content.push(b'\n');
            }
            Self::Cbor => ciborium::into_writer(view, content).map_err(Fault::internal)?,
            Self::Csv => return Err(Fault::defect("only a stream with columns can be written as CSV")),
            Self::Text => match serde_json::to_value(view).map_err(Fault::internal)? {
                Value::String(text) => content.extend_from_slice(text.as_bytes()),
                _ => return Err(Fault::defect("a view that is no text cannot be written as text")),
            },
        }
        Ok(())
    }

    /// Reads content; says what is wrong with it otherwise.
    pub(crate) fn read(self, content: &[u8]) -> std::result::Result<Value, Unreadable> {
        match self {
            Self::Json | Self::JsonLines | Self::MergePatch | Self::JsonPatch => Ok(json::read(content)?),
            Self::Cbor => cbor::read(content),
            Self::Csv => Err("CSV is not read here".to_owned().into()),
            Self::Text => match std::str::from_utf8(content) {
                Ok(text) => Ok(text.into()),
                Err(error) => Err(format!("the content is no UTF-8: {error}").into()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let view = json!({"a": [1, -2, 0.5, null, true, "é"], "b": {}});
        for format in [Format::JSON, Format::CBOR, Format::JSON_LINES] {
            let content = format.write(&view).unwrap();
            assert_eq!(format.codec.read(&content).unwrap(), view, "{}", format.media_type());
        }
    }

    #[test]
    fn broken_content_is_refused_with_words() {
        let deep = vec![0x9f; 100_000];
        for content in [&[][..], &[0x61], &[0xf6, 0xf6], &deep, &[0x41, 0x00], &[0xff]] {
            assert!(Codec::Cbor.read(content).is_err(), "{:?}", &content[..content.len().min(4)]);
        }
        assert!(Codec::Json.read("[".repeat(100_000).as_bytes()).is_err());
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_json() {
        let marked = |text: &str| Codec::Json.read(format!("\u{feff}{text}").as_bytes());
        assert_eq!(marked("{}").unwrap(), json!({}));
        assert!(marked("\u{feff}{}").is_err() && marked("").is_err());
        assert!(Codec::Json.read("{}\u{feff}".as_bytes()).is_err());
    }

    #[test]
    fn json_that_is_called_cbor_is_told_as_such() {
        let refused = |content: &[u8]| Codec::Cbor.read(content).unwrap_err().detail;
        for content in ["{\"items\": []}", " \r\n{"] {
            assert!(
                refused(content.as_bytes()).ends_with("it looks like JSON: check Content-Type"),
                "{content}"
            );
        }
        assert!(refused(&[0x61]).ends_with("it breaks off"));
    }

    #[test]
    fn a_name_that_means_something_to_the_parser_is_a_name_like_any_other() {
        for name in ["$serde_json::private::RawValue", "$serde_json::private::Number"] {
            let content = format!("{{\"{name}\": \"1\"}}");
            assert_eq!(Codec::Json.read(content.as_bytes()).unwrap(), json!({ name: "1" }));
        }
    }

    #[test]
    fn formats_are_told_apart() {
        let other = Format::new("application/vnd.x+json", Codec::Json);
        assert_ne!(other.suffix(), Format::JSON.suffix());
        assert_ne!(other.suffix(), Format::HTML.suffix());
    }

    #[test]
    fn a_text_that_is_shared_is_the_same_memory_in_each_answer_and_any_other_is_copied() {
        let (shared, owned) = (Text::from("<p>".to_owned()), "<p>".to_owned());
        let [first, second] = [(); 2].map(|()| Format::HTML.write(&shared).unwrap());
        assert_eq!((&first[..], first.as_ptr()), (&b"<p>"[..], second.as_ptr()));
        let [first, second] = [(); 2].map(|()| Format::HTML.write(&owned).unwrap());
        assert_ne!(first.as_ptr(), second.as_ptr());
        assert_eq!(Format::JSON.write(&shared).unwrap(), Format::JSON.write(&owned).unwrap());
    }

    #[test]
    fn only_text_is_written_as_text() {
        assert_eq!(Format::HTML.write(&"<p>").unwrap(), "<p>");
        assert!(Format::HTML.write(&1).is_err());
    }
}
