//! Locales: the prefix that names one, and the list of them.

use std::{borrow::Cow, marker::PhantomData, sync::Arc};

use http::Extensions;
use ogrom_core_path::LinkTo;
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Get, NoParameters, Problem, Resource, Result, Validators,
    describe::Documented, documented,
};
use ogrom_protocols_model::{LanguageTag, Locales};

use crate::{
    mount::{Entered, Guard},
    permission, problem,
};

mod representation;

use representation::{LocaleView, LocalesView};

/// How much of what is no locale is repeated, in characters: a tag has no more than 35 (RFC 5646 §4.4.1).
const SHOWN: usize = 40;

/// The noun that documents group the list under.
const NOUN: (&str, &str) = ("Locales", "The languages and countries that one is answered in.");

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

impl Guard for LocaleGuard {
    fn enter(&self, parameter: Option<Cow<'_, str>>, facts: &mut Extensions) -> Entered {
        let written = parameter.unwrap_or_default();
        let known = written.parse::<LanguageTag>().ok().and_then(|tag| self.locales.find(&tag));
        match known {
            Some(locale) if locale.tag().as_str() == written => {
                facts.insert(Arc::clone(locale));
                Entered::Proceed
            }
            Some(locale) => Entered::Canonical(locale.tag().to_string()),
            None => {
                let tags: Vec<_> = self.locales.iter().map(|locale| locale.tag().to_string()).collect();
                let written = beginning(&written);
                let detail = format!("'{written}' is none of {}", tags.join(", "));
                Entered::Refused(problem::unknown_locale().detail(detail).member("locales", tags))
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

impl<Entry: Resource<Path = ()>> Resource for LocalesResource<Entry> {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<Entry>().through(1)]
    }

    fn documented() -> Documented {
        documented! {
            NOUN;

            /// Lists the locales
            ///
            /// Each is one that the base of all other paths can be in.
            Get "listLocales";
        }
        .with_bearer_to_write()
        .tagged()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::known_to_write(cx))
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }

    fn validators(&self, (): &()) -> Validators {
        Validators::OF_CONTENT
    }
}

impl<Entry: Resource<Path = ()>> Get for LocalesResource<Entry> {
    type View = LocalesView;

    async fn get(&self, cx: &Cx, (): &()) -> Result<LocalesView> {
        let items = self.locales.iter().map(|locale| LocaleView {
            tag: locale.tag().to_string(),
            country: locale.country().to_string(),
            currency: locale.currency().to_string(),
            link: cx.link_through::<Entry>(&[locale.tag()], &()),
        });
        Ok(LocalesView { items: items.collect(), default: self.locales.default_locale().tag().to_string() })
    }
}
