//! The preferences of a request: language, country, currency.

use std::{error, fmt, str::FromStr, sync::Arc};

use crate::{Country, Currency, LanguageTag};

/// A language and a country with the preferences that follow from them. Written `de-AT; EUR; de-DE, en-GB`: the tag,
/// the currency, and the languages to fall back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale {
    tag: LanguageTag,
    country: Country,
    currency: Currency,
    fallbacks: Vec<LanguageTag>,
}

/// The locales that a service is configured with: at least one, the first being the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locales(Vec<Arc<Locale>>);

/// A service without a locale, or with two of one tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoLocales(String);

// === impl Locale ===

impl Locale {
    /// The tag, which names the locale in a URL: `de-AT`.
    pub fn tag(&self) -> &LanguageTag {
        &self.tag
    }

    /// The country whose prices apply.
    pub fn country(&self) -> Country {
        self.country
    }

    /// The currency of the country.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The languages of the response, best first: the locale's own, then its fallbacks.
    pub fn preferences(&self) -> impl Iterator<Item = &LanguageTag> {
        std::iter::once(&self.tag).chain(&self.fallbacks)
    }
}

impl FromStr for Locale {
    type Err = String;

    /// Reads `de-AT; EUR; de-DE, en-GB`. The error names the wrong part.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split(';').map(str::trim);
        let (tag, currency) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let fallbacks = parts.next().unwrap_or_default();
        if let Some(more) = parts.find(|part| !part.is_empty()) {
            return Err(format!("'{more}': fallbacks are separated by commas"));
        }
        let tag: LanguageTag = tag.parse().map_err(|error| format!("'{tag}': {error}"))?;
        let country = tag.region().ok_or_else(|| format!("'{tag}' names no country"))?;
        let language = |text: &str| text.parse().map_err(|error| format!("'{text}': {error}"));
        Ok(Self {
            country: country.parse().map_err(|error| format!("'{country}': {error}"))?,
            currency: currency.parse().map_err(|error| format!("'{currency}': {error}"))?,
            fallbacks: fallbacks
                .split(',')
                .map(str::trim)
                .filter(|tag| !tag.is_empty())
                .map(language)
                .collect::<Result<_, _>>()?,
            tag,
        })
    }
}

// === impl Locales ===

impl Locales {
    /// The locales of a service, the default first. Refuses an empty list and a tag that is there twice.
    pub fn new(locales: impl IntoIterator<Item = Locale>) -> Result<Self, NoLocales> {
        let locales: Vec<_> = locales.into_iter().map(Arc::new).collect();
        if locales.is_empty() {
            return Err(NoLocales("a service needs at least one locale".into()));
        }
        // Of each tag that is there more than once, the second.
        let is_second = |(i, locale): &(usize, &Arc<Locale>)| {
            locales[..*i].iter().filter(|other| other.tag == locale.tag).count() == 1
        };
        let twice = locales.iter().enumerate().filter(is_second);
        let twice: Vec<_> =
            twice.map(|(_, locale)| format!("the locale '{}' is there twice", locale.tag)).collect();
        if twice.is_empty() { Ok(Self(locales)) } else { Err(NoLocales(twice.join("; "))) }
    }

    /// The locale of this tag.
    pub fn find(&self, tag: &LanguageTag) -> Option<&Arc<Locale>> {
        self.0.iter().find(|locale| locale.tag == *tag)
    }

    /// The locale of requests without one.
    pub fn default_locale(&self) -> &Arc<Locale> {
        &self.0[0]
    }

    /// All of them, the default first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Arc<Locale>> {
        self.0.iter()
    }
}

// === impl NoLocales ===

impl fmt::Display for NoLocales {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for NoLocales {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_is_read_from_one_line() {
        let locale: Locale = "de-at; EUR; de-DE, en-GB".parse().unwrap();
        assert_eq!(locale.tag().as_str(), "de-AT");
        assert_eq!((locale.country().as_str(), locale.currency().as_str()), ("AT", "EUR"));
        let preferences: Vec<_> = locale.preferences().map(LanguageTag::as_str).collect();
        assert_eq!(preferences, ["de-AT", "de-DE", "en-GB"]);
    }

    #[test]
    fn the_wrong_part_is_named() {
        for (text, part) in [
            ("de; EUR", "names no country"),
            ("de-DE; euro", "'euro'"),
            ("de-DE; EUR; ??", "'??'"),
            ("de-DE; EUR; en; fr", "'fr': fallbacks are separated by commas"),
        ] {
            let error = text.parse::<Locale>().unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn locales_are_some_and_distinct() {
        let locale = |text: &str| text.parse::<Locale>().unwrap();
        assert!(Locales::new([]).is_err());
        assert!(Locales::new([locale("de-DE; EUR"), locale("de-de; EUR")]).is_err());
        let locales = Locales::new([locale("de-DE; EUR"), locale("en-GB; GBP")]).unwrap();
        assert_eq!(locales.default_locale().tag().as_str(), "de-DE");
        assert!(locales.find(&"en-GB".parse().unwrap()).is_some());
    }
}
