//! The header fields by which shared caches learn what a response shows, to purge it by these names.

use std::fmt;

use clap::ValueEnum;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use ogrom_core::Body;
use ogrom_protocols::Dependencies;

use super::cache_control_has;

const CACHE_TAG: HeaderName = HeaderName::from_static("cache-tag");
const SURROGATE_KEY: HeaderName = HeaderName::from_static("surrogate-key");

/// How many tags a response has at most: as many as the CDN of Amazon takes. Akamai takes 128.
const MOST: usize = 50;

/// How long a field is at most, in bytes. Cloudflare and Fastly take 16 KiB, but a proxy may take only 4 KiB of all fields.
const LONGEST: usize = 1024;

/// The header fields with cache tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CacheTagFields {
    /// No field
    None,
    /// `Cache-Tag`, for Cloudflare and the CDN of Amazon
    CacheTag,
    /// `Surrogate-Key`, for Fastly and Varnish
    SurrogateKey,
    /// Both fields
    Both,
}

// === impl CacheTagFields ===

impl CacheTagFields {
    /// The record in which sources collect the tags of a response, if it is to have some.
    pub(crate) fn record(self) -> Option<Dependencies> {
        (self != Self::None).then(Dependencies::tagging)
    }

    /// Adds the fields to a response, which shows this, if a shared cache may store it.
    pub(crate) fn apply(self, shown: &Dependencies, response: &mut Response<Body>) {
        let is_whole = matches!(response.status(), StatusCode::OK | StatusCode::PARTIAL_CONTENT);
        // The fields of a 304 would replace those of the stored response, and it may show less.
        if !is_whole || ["no-store", "private"].iter().any(|word| cache_control_has(response.headers(), word))
        {
            return;
        }
        let tags = shown.tags().unwrap_or_default().list(MOST, LONGEST);
        for (name, separator) in self.fields() {
            let value = HeaderValue::try_from(tags.join(separator));
            if let Some(value) = value.ok().filter(|value| !value.is_empty()) {
                response.headers_mut().insert(name, value);
            }
        }
    }

    fn fields(self) -> impl Iterator<Item = (HeaderName, &'static str)> {
        let cache_tag = matches!(self, Self::CacheTag | Self::Both).then_some((CACHE_TAG, ","));
        let surrogate_key = matches!(self, Self::SurrogateKey | Self::Both).then_some((SURROGATE_KEY, " "));
        cache_tag.into_iter().chain(surrogate_key)
    }
}

impl fmt::Display for CacheTagFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.to_possible_value().as_ref().map_or("", clap::builder::PossibleValue::get_name))
    }
}

#[cfg(test)]
mod tests {
    use http::header;

    use super::*;

    fn told(
        fields: CacheTagFields,
        status: u16,
        caching: &'static str,
        things: usize,
    ) -> [Option<String>; 2] {
        let shown = fields.record().unwrap_or_default();
        shown.tag(|tags| (0..things).for_each(|id| tags.show_thing("note", "notes", &format!("n{id}"))));
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::from_u16(status).unwrap();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        fields.apply(&shown, &mut response);
        [CACHE_TAG, SURROGATE_KEY]
            .map(|name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()))
    }

    #[test]
    fn each_field_has_its_own_separator() {
        let [comma, blank] =
            ["note,note/n0,note/n1", "note note/n0 note/n1"].map(|text| Some(text.to_owned()));
        for (fields, expected) in [
            (CacheTagFields::None, [None, None]),
            (CacheTagFields::CacheTag, [comma.clone(), None]),
            (CacheTagFields::SurrogateKey, [None, blank.clone()]),
            (CacheTagFields::Both, [comma, blank]),
        ] {
            assert_eq!(told(fields, 200, "no-cache", 2), expected, "{fields}");
        }
    }

    #[test]
    fn only_a_response_that_caches_may_share_has_tags() {
        let is_tagged = |status, caching| told(CacheTagFields::CacheTag, status, caching, 1)[0].is_some();
        for (status, caching) in
            [(200, "public, s-maxage=60"), (206, "public, max-age=60"), (200, "no-cache")]
        {
            assert!(is_tagged(status, caching), "{status} {caching}");
        }
        for (status, caching) in [
            (200, "private, no-cache"),
            (200, "no-store"),
            (304, "no-cache"),
            (404, "no-cache"),
            (201, "no-cache"),
        ] {
            assert!(!is_tagged(status, caching), "{status} {caching}");
        }
        assert_eq!(told(CacheTagFields::Both, 200, "no-cache", 0), [None, None], "it shows nothing");
    }

    #[test]
    fn a_field_is_bounded() {
        for things in [10, 49, 50, 1000] {
            let [field, _] = told(CacheTagFields::CacheTag, 200, "no-cache", things);
            let field = field.unwrap();
            assert!(field.len() <= LONGEST && field.split(',').count() <= MOST, "{field}");
            assert_eq!(field.contains("notes"), things > 49, "{things}: {field}");
        }
    }
}
