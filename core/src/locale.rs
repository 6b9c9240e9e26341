//! Locales: the prefix that names one, and the list of them.

use std::{borrow::Cow, marker::PhantomData, sync::Arc};

use http::Extensions;
use ogrom_core_path::LinkTo;
use ogrom_core_resource::{
    Access, Cx, Endpoint, Problem, Resource, Result, Singleton, describe::Documented, documented,
};
use ogrom_protocols_model::{LanguageTag, Locales};

use crate::{
    mount::{PrefixGuard, Verdict},
    permission, problem,
};

mod representation;

use representation::{LocaleView, LocalesView};

/// How much of what is no locale is repeated, in characters: a tag has no more than 35 (RFC 5646 §4.4.1).
const SHOWN: usize = 40;

/// The noun that documents group the list under.
const NOUN: (&str, &str) = ("Locales", "The languages and countries of responses.");

/// The list of a service's locales, each with a link to its `Entry`: the resource that stands at the root of the locale's
/// prefix.
pub fn locales<Entry: Resource<Path = ()>>(locales: Arc<Locales>) -> Endpoint {
    Endpoint::of(LocalesResource::<Entry> { locales, entry: PhantomData }).get().into()
}

/// Stands at a prefix whose parameter is a locale's tag. Leaves the [`Locale`](ogrom_protocols_model::Locale) as a fact.
#[derive(Debug)]
pub struct LocaleGuard {
    locales: Arc<Locales>,
}

/// See [`locales`].
#[derive(Debug)]
pub struct LocalesResource<Entry> {
    locales: Arc<Locales>,
    entry: PhantomData<fn() -> Entry>,
}

/// As much of a text as is repeated.
fn beginning(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

// === impl LocaleGuard ===

impl LocaleGuard {
    /// Lets these locales pass.
    pub fn new(locales: Arc<Locales>) -> Self {
        Self { locales }
    }
}

impl PrefixGuard for LocaleGuard {
    fn check(&self, parameter: Option<Cow<'_, str>>, facts: &mut Extensions) -> Verdict {
        let written = parameter.unwrap_or_default();
        let known = written.parse::<LanguageTag>().ok().and_then(|tag| self.locales.find(&tag));
        match known {
            Some(locale) if locale.tag().as_str() == written => {
                facts.insert(Arc::clone(locale));
                Verdict::Proceed
            }
            Some(locale) => Verdict::Canonical(locale.tag().to_string()),
            None => {
                let tags: Vec<_> = self.locales.iter().map(|locale| locale.tag().to_string()).collect();
                let written = beginning(&written);
                let detail = format!("'{written}' is none of {}", tags.join(", "));
                Verdict::Refused(problem::unknown_locale().detail(detail).member("locales", tags))
            }
        }
    }

    fn problems(&self) -> Vec<Problem> {
        vec![problem::unknown_locale()]
    }

    fn values(&self) -> Vec<String> {
        let usual = self.locales.default_locale().tag();
        let others = self.locales.iter().map(|locale| locale.tag()).filter(|tag| *tag != usual);
        std::iter::once(usual).chain(others).map(ToString::to_string).collect()
    }
}

// === impl LocalesResource ===

impl<Entry: Resource<Path = ()>> Singleton for LocalesResource<Entry> {
    type View = LocalesView;

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<Entry>().through(1)]
    }

    fn documented() -> Documented {
        documented! {
            NOUN;

            /// List the locales
            ///
            /// The locales of this service; put the tag of one into the base URL.
            Get "listLocales";
        }
        .with_bearer_to_write()
        .tagged()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn view(&self, cx: &Cx) -> Result<LocalesView> {
        let items = self.locales.iter().map(|locale| LocaleView {
            tag: locale.tag().to_string(),
            country: locale.country().to_string(),
            currency: locale.currency().to_string(),
            link: cx.link_through::<Entry>(&[locale.tag()], &()),
        });
        Ok(LocalesView { items: items.collect(), default: self.locales.default_locale().tag().to_string() })
    }
}
