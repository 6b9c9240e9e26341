//! Language tags as BCP 47 writes them.

use std::{error, fmt, str::FromStr};

use icu_locale_core::LanguageIdentifier;

/// A language tag of BCP 47 in canonical spelling: `de`, `de-AT`, `zh-Hant-HK`. Extensions are refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageTag(Box<str>);

/// A text that is no language tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidLanguage(());

// === impl LanguageTag ===

impl LanguageTag {
    /// The tag in canonical spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first subtag: `de` of `de-AT`.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The country part: `AT` of `de-AT`. Absent in a tag without one.
    pub fn region(&self) -> Option<&str> {
        self.0.split('-').skip(1).find(|part| part.len() == 2)
    }
}

impl FromStr for LanguageTag {
    type Err = InvalidLanguage;

    fn from_str(text: &str) -> Result<Self, InvalidLanguage> {
        if is_usual(text) {
            return Ok(Self(text.into()));
        }
        match LanguageIdentifier::try_from_str(text) {
            // The parser takes `_` for `-` and the absent language for `und`; a URL has one spelling of each.
            Ok(tag) if !tag.language.is_unknown() && !text.contains('_') => Ok(Self(tag.to_string().into())),
            _ => Err(InvalidLanguage(())),
        }
    }
}

/// Whether this is `de` or `de-AT`, as most tags are: those need no taking apart, since they cannot be spelt otherwise.
fn is_usual(text: &str) -> bool {
    let (language, country) = match text.as_bytes() {
        [language @ .., b'-', a, b] => (language, [*a, *b]),
        language => (language, *b"AA"),
    };
    language.len() == 2
        && language.iter().all(u8::is_ascii_lowercase)
        && country.iter().all(u8::is_ascii_uppercase)
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// === impl InvalidLanguage ===

impl fmt::Display for InvalidLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a language is a BCP 47 tag such as 'de' or 'de-AT'")
    }
}

impl error::Error for InvalidLanguage {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_is_made_canonical() {
        for (written, canonical) in [("de-de", "de-DE"), ("EN", "en"), ("zh-hant-hk", "zh-Hant-HK")] {
            assert_eq!(written.parse::<LanguageTag>().unwrap().as_str(), canonical);
        }
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for bad in ["", "d", "de_DE", "und", "de-", "dé", "de-DE-u-co-phonebk", "products"] {
            assert!(bad.parse::<LanguageTag>().is_err(), "{bad:?} is taken");
        }
    }

    #[test]
    fn a_usual_tag_is_what_the_parser_makes_of_it() {
        let letters = || (b'a'..=b'z').map(char::from);
        for (a, b) in letters().flat_map(|a| letters().map(move |b| (a, b))) {
            for tag in [format!("{a}{b}"), format!("{a}{b}-{}", format!("{b}{a}").to_uppercase())] {
                assert!(is_usual(&tag), "{tag}");
                assert_eq!(LanguageIdentifier::try_from_str(&tag).unwrap().to_string(), tag);
            }
        }
        for other in ["de-", "-DE", "DE", "de-de", "de_DE", "deu", "de-419", "zh-Hant-HK"] {
            assert!(!is_usual(other), "{other}");
        }
    }

    #[test]
    fn parts_are_found() {
        let tag: LanguageTag = "zh-Hant-HK".parse().unwrap();
        assert_eq!((tag.language(), tag.region()), ("zh", Some("HK")));
        assert_eq!("de".parse::<LanguageTag>().unwrap().region(), None);
    }
}
