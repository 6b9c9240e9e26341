//! Locales on the wire.

use ogrom_core_resource::page_items;
use schemars::JsonSchema;
use serde::Serialize;

/// The locales of a service.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "LocaleList")]
pub struct LocalesView {
    /// The locales, the default first.
    #[schemars(transform = page_items)]
    pub(super) items: Vec<LocaleView>,
    /// The tag of the default locale (BCP 47).
    pub(super) default: String,
}

/// A locale: a language, a country and its currency.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "SupportedLocale")]
#[schemars(extend("examples" = [{"tag": "en-GB", "country": "GB", "currency": "GBP", "link": "{base}/"}]))]
pub(super) struct LocaleView {
    /// Its tag in URLs (BCP 47).
    pub(super) tag: String,
    /// The country whose prices apply (ISO 3166-1).
    #[schemars(length(equal = 2))]
    pub(super) country: String,
    /// The currency of the country (ISO 4217).
    #[schemars(length(equal = 3))]
    pub(super) currency: String,
    /// Its entry points.
    #[schemars(extend("format" = "uri-reference"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) link: Option<String>,
}
