//! Any path, looked up in a table of its own and in that of the service.

use std::sync::Arc;

use http_body_util::{BodyExt, Empty};
use hyper::{Request as HttpRequest, Uri, header};
use ogrom_core::mount::Mounted;
use ogrom_core_path::{Captures, Key, Links, Path, decode, path};
use ogrom_core_route::{Found, Table, TableBuilder, Target};
use ogrom_sources_fashion_memory::Memory;
use tower_service::Service;

use super::{judge::ready, service};
use crate::conformance::Request;

path! {
    /// A path of two parameters.
    pub struct Two { one: String, two: String }
}

/// How many redirects lead from one spelling to the canonical one, at most: slashes first, then each guard.
const MOST_STEPS: usize = 3;

/// The bytes are a target. A relative one is taken below the locales.
pub(super) fn run(bytes: &[u8]) {
    let absolute = if bytes.starts_with(b"/") { bytes.to_vec() } else { [b"/v1/en-GB/", bytes].concat() };
    let Ok(target) = Uri::try_from(absolute) else { return };
    thread_local! {
        static TABLE: Table<()> = table();
        static SERVICE: Mounted = service::routes(&Arc::new(Memory::default()));
    }
    TABLE.with(|table| links_back(table, target.path()));
    SERVICE.with(|service| leads_somewhere(service, target));
}

pub(super) fn seed(request: &Request) -> Option<Vec<u8>> {
    // All cases use one path, but the values of their headers are as odd as a path can be.
    let (_, value) = request.headers.first()?;
    let places =
        ["products/", "/v1/", "/v1/de-de/collages/", "users/", "/v1/a/b/of/", "/a/b/", "//v1//en-GB//"];
    let place = places[value.len() % places.len()];
    Some(format!("{place}{}", value.replace(' ', "%20")).into_bytes())
}

/// A route found with readable parameters is the target of a link with these parameters.
fn links_back(table: &Table<()>, path: &str) {
    let Found::Leaf { leaf, captures } = table.find(path) else { return };
    let Some(before) = texts(path, &captures) else { return };
    let [.., one, two] = &before[..] else { panic!("{path} has too few parameters") };
    let two = Two { one: one.clone(), two: two.clone() };
    let link = table.link(leaf, path, &captures, Key::of::<Two>(), &|each| two.write(each));
    let link = link.expect("what is found can be linked to");
    let Found::Leaf { leaf: again, captures } = table.find(&link) else { panic!("{link} leads nowhere") };
    assert_eq!((again, texts(&link, &captures)), (leaf, Some(before)), "{link}");
}

/// The parameters, if all of them are texts.
fn texts(path: &str, captures: &Captures) -> Option<Vec<String>> {
    captures.iter(path).map(|raw| Some(decode(raw)?.into_owned())).collect()
}

/// The service responds, and other spellings are redirected to one that is not redirected again, on this very host.
fn leads_somewhere(service: &Mounted, mut target: Uri) {
    for _ in 0..=MOST_STEPS {
        let request = HttpRequest::get(target.clone()).body(Empty::new()).expect("a request");
        let (head, body) =
            ready(service.clone().call(request)).unwrap_or_else(|never| match never {}).into_parts();
        ready(body.collect()).expect("content is written whole");
        assert!(matches!(head.status.as_u16(), 200 | 307 | 308 | 400 | 404 | 414), "{target}: {head:?}");
        if head.status != 308 {
            return;
        }
        let location = head.headers.get(header::LOCATION).expect("a redirect leads somewhere");
        let elsewhere = location.as_bytes().starts_with(b"//") || location.as_bytes().starts_with(b"/\\");
        assert!(!elsewhere, "{target} leads to another host: {location:?}");
        target = Uri::try_from(location.as_bytes()).expect("it leads to a URI");
    }
    panic!("{target} is always elsewhere");
}

fn table() -> Table<()> {
    let two = || Target { key: Key::of::<Two>(), parameters: Two::NAMES, links: Vec::new() };
    let below = TableBuilder::new().at("/{one}/of/{two}", two(), ());
    let routes = TableBuilder::new().nest("/v1/{outer}", below).nest_guarded(
        "/{first}",
        (),
        TableBuilder::new().at("/{one}/{two}/", two(), ()),
    );
    routes.build().expect("the routes fit together")
}
