//! Locales on the wire.

use schemars::JsonSchema;
use serde::Serialize;

/// All locales of a service.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Locales")]
pub struct LocalesView {
    /// Each of them, the default first.
    pub(super) items: Vec<LocaleView>,
    /// The tag of the default.
    pub(super) default: String,
}

/// A language and a country to be answered in.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Locale")]
#[schemars(extend("examples" = [{"tag": "en-GB", "country": "GB", "currency": "GBP", "link": "/en-GB/"}]))]
pub(super) struct LocaleView {
    /// Its BCP 47 tag, as URLs name it.
    pub(super) tag: String,
    /// The country whose prices apply, by ISO 3166-1.
    pub(super) country: String,
    /// The currency of the country, by ISO 4217.
    pub(super) currency: String,
    /// Its entry points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) link: Option<String>,
}
