//! Any text can name something: an endpoint sees just what the link to it was made with, whatever stands before it.

use std::borrow::Cow;

use http::Extensions;
use ogrom_core_path::{LinkTo, encode, path};
use ogrom_core_resource::{Access, Cx, Endpoint, Existence, Get, NoParameters, Problem, Resource, Result};
use proptest::prelude::*;

use super::{Received, send};
use crate::mount::{Mounted, PrefixGuard, Routes, Verdict};

path! {
    struct EchoPath { text: String }
}

/// Says the name that it was asked by.
struct Echo;

/// Links to the echo of this name, if it can.
struct Shout(String);

/// Lets everything pass that is encoded rightly, `x` by its other name.
#[derive(Debug)]
struct Open;

impl PrefixGuard for Open {
    fn check(&self, parameter: Option<Cow<'_, str>>, _: &mut Extensions) -> Verdict {
        match parameter.as_deref() {
            None => Verdict::Refused(Problem::not_found()),
            Some("x") => Verdict::Canonical("é/?".to_owned()),
            Some(_) => Verdict::Proceed,
        }
    }
}

impl Resource for Echo {
    type Path = EchoPath;
    type Parameters = NoParameters;
    type Entity = String;

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, path: &EchoPath, _: &NoParameters) -> Result<Existence<String>> {
        Ok(Existence::Found(path.text.clone()))
    }
}

impl Get for Echo {
    type View = String;

    async fn get(&self, _: &Cx, text: &String) -> Result<String> {
        Ok(text.clone())
    }
}

impl Resource for Shout {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<Echo>()]
    }

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }
}

impl Get for Shout {
    type View = String;

    async fn get(&self, cx: &Cx, (): &()) -> Result<String> {
        Ok(cx.link_to::<Echo>(&EchoPath { text: self.0.clone() }).unwrap_or_default())
    }
}

fn service(text: &str) -> Mounted {
    let (echo, shout) = (Endpoint::of(Echo).get(), Endpoint::of(Shout(text.to_owned())).get());
    let below = Routes::new().at("/", shout.into()).at("/echoes/{text}", echo.into());
    let guarded = Routes::new().nest_guarded("/{guarded}", Open, below);
    Routes::new().nest("/in/{outer}", guarded).build().unwrap()
}

fn get(service: &Mounted, target: &str) -> Received {
    send(service.clone(), "GET", target)
}

/// Asks for the link to an echo below these prefixes, and follows it.
fn shout(prefixes: [&str; 2], text: &str) -> Option<Received> {
    let service = service(text);
    let [outer, guarded] = prefixes.map(|prefix| encode(&prefix));
    let link = get(&service, &format!("/in/{outer}/{guarded}/")).is(200).json;
    let link = link.as_str().filter(|link| !link.is_empty())?;
    Some(get(&service, link))
}

fn text() -> impl Strategy<Value = String> {
    let odd = "[-./%?#\\\\:;@&=+ a~é\u{0}\u{7f}\u{85}\u{2028}\u{1f600}]{1,6}";
    prop_oneof![any::<String>(), odd]
        .prop_filter("is a step", |text| !["", ".", "..", "x"].contains(&&**text))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn an_endpoint_sees_the_text_that_the_link_was_made_with(
        outer in text(), guarded in text(), text in text()
    ) {
        let answer = shout([&outer, &guarded], &text).unwrap().is(200);
        prop_assert_eq!(answer.json, text);
    }
}

#[test]
fn what_clients_would_remove_is_linked_nowhere_and_found_nowhere() {
    for lost in ["", ".", ".."] {
        assert!(shout(["a", "b"], lost).is_none(), "{lost}");
    }
    for step in [".", "..", "%2e", "%2E%2e", ".%2e"] {
        for target in [
            format!("/in/a/b/echoes/{step}"),
            format!("/in/a/{step}/echoes/1"),
            format!("/in/{step}/b/echoes/1"),
        ] {
            get(&service(""), &target).is(404);
        }
    }
}

#[test]
fn a_text_that_no_target_can_hold_is_refused() {
    shout(["a", "b"], &"é".repeat(10_000)).unwrap().is(414);
}

#[test]
fn another_spelling_of_a_prefix_leads_to_one_that_stays() {
    for (written, canonical) in [
        ("%61", "a"),
        ("caf%c3%a9", "caf%C3%A9"),
        ("a%2fb", "a%2Fb"),
        ("a%2Fb!", "a%2Fb%21"),
        ("x", "%C3%A9%2F%3F"),
    ] {
        let moved = get(&service("1"), &format!("/in/o/{written}/?q=1")).is(308);
        assert_eq!(moved.header("location"), Some(&*format!("/in/o/{canonical}/?q=1")));
        get(&service("1"), &format!("/in/o/{canonical}/")).is(200);
    }
}

#[test]
fn a_redirect_never_leads_to_another_host() {
    let echo = Endpoint::of(Echo).get();
    let service = Routes::new().at("/{text}", echo.into()).build().unwrap();
    for (asked, location) in [
        ("//evil.example/", "/evil.example"),
        ("/\\evil.example/", "/%5Cevil.example"),
        ("/\\/evil.example", "/%5C/evil.example"),
    ] {
        let answer = get(&service, asked);
        assert!(answer.status == 404 || answer.header("location") == Some(location), "{answer:?}");
    }
    get(&service, "/\\evil.example/").is(308);
}
