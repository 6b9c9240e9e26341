//! The same text in several languages, and the choice among them.

use std::collections::BTreeMap;

use crate::{LanguageTag, Locale};

/// One value per language, in any number of languages, none included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts<T>(BTreeMap<LanguageTag, T>);

// === impl Texts ===

impl<T> Texts<T> {
    /// The text that serves the locale best, and its language. The order is the locale's own tag, then its language
    /// in any country, then each fallback in the same way, then any text. Absent only if there is no text at all.
    pub fn choose(&self, locale: &Locale) -> Option<(&LanguageTag, &T)> {
        locale.preferences().find_map(|wanted| self.nearest(wanted)).or_else(|| self.0.iter().next())
    }

    fn nearest(&self, wanted: &LanguageTag) -> Option<(&LanguageTag, &T)> {
        let exact = self.0.get_key_value(wanted);
        exact.or_else(|| self.0.iter().find(|(tag, _)| tag.language() == wanted.language()))
    }

    /// The text in exactly this language.
    pub fn get(&self, language: &LanguageTag) -> Option<&T> {
        self.0.get(language)
    }

    /// All texts, ordered by language tag.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&LanguageTag, &T)> {
        self.0.iter()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds or replaces the text of a language.
    pub fn insert(&mut self, language: LanguageTag, text: T) {
        self.0.insert(language, text);
    }
}

impl<T> Default for Texts<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> FromIterator<(LanguageTag, T)> for Texts<T> {
    fn from_iter<I: IntoIterator<Item = (LanguageTag, T)>>(texts: I) -> Self {
        Self(texts.into_iter().collect())
    }
}

impl<T, const N: usize> From<[(LanguageTag, T); N]> for Texts<T> {
    fn from(texts: [(LanguageTag, T); N]) -> Self {
        texts.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(locale: &str, languages: &[&str], chosen: Option<&str>) {
        let locale: Locale = locale.parse().unwrap();
        let texts: Texts<()> = languages.iter().map(|tag| (tag.parse().unwrap(), ())).collect();
        assert_eq!(texts.choose(&locale).map(|(tag, ())| tag.as_str()), chosen);
    }

    #[test]
    fn the_nearest_language_is_chosen() {
        check("de-DE; EUR; en-GB", &["de-AT", "de-DE", "en-GB"], Some("de-DE"));
        check("de-DE; EUR; en-GB", &["de-AT", "en-GB"], Some("de-AT"));
        check("de-DE; EUR; en-GB", &["en-US", "fr-FR"], Some("en-US"));
        check("de-DE; EUR; fr-FR, en-GB", &["en-GB", "fr"], Some("fr"));
        check("de-DE; EUR; en-GB", &["ja", "pt"], Some("ja"));
        check("de-DE; EUR; en-GB", &[], None);
    }
}
