//! Pages on the wire: how clients request, see and continue them.

use std::borrow::Cow;

use http::{HeaderMap, HeaderValue, header};
use ogrom_core_resource::Cx;
use ogrom_protocols::{Cursor, Limit, Page, PageRequest};

mod representation;

pub use representation::PageView;

/// The documentation of the `Link` header of a page.
pub const LINK: &str = "The next page, as `rel=\"next\"`, the previous page, as `rel=\"prev\"`, and the first page, as \
    `rel=\"first\"`. On the last page there is no `next`; on the first page there is neither `prev` nor `first`.";

/// The page that the parameters `limit` and `cursor` name. A limit that is absent or out of range is the default one: the
/// schema of the query refuses the latter.
pub fn request(limit: Option<u8>, cursor: Option<&String>) -> PageRequest {
    let limit = limit.and_then(|limit| Limit::new(limit.into()).ok()).unwrap_or(Limit::DEFAULT);
    PageRequest { limit, cursor: cursor.map(|text| Cursor::parse(text)) }
}

/// The only page of a list.
pub fn of_all<T>(items: Vec<T>) -> Page<T> {
    Page { items, next: None, prev: None }
}

/// The page with each item as `show` makes it.
pub fn view<T, V>(page: &Page<T>, show: impl FnMut(&T) -> V) -> PageView<V> {
    PageView {
        items: page.items.iter().map(show).collect(),
        next: page.next.as_ref().map(|next| next.as_str().to_owned()),
        prev: page.prev.as_ref().map(|prev| prev.as_str().to_owned()),
    }
}

/// Adds the `Link` to the next, the previous and the first page (RFC 8288): this request with another cursor, or without
/// one. The other parameters stay as they are written, so that a link is no longer than the request.
pub fn describe<T>(cx: &Cx, page: &Page<T>, headers: &mut HeaderMap) {
    let (mut others, mut is_continued) = (Vec::new(), false);
    for pair in cx.uri().query().unwrap_or_default().split('&') {
        match form_urlencoded::parse(pair.as_bytes()).next() {
            None => {}
            Some((name, _)) if name == "cursor" => is_continued = true,
            Some(_) if pair.is_ascii() => others.push(Cow::Borrowed(pair)),
            Some((name, value)) => others.push(Cow::Owned(encoded(&name, &value))),
        }
    }
    let link = |relation: &str, cursor: Option<&Cursor>| {
        let cursor = cursor.map(|cursor| Cow::Owned(encoded("cursor", cursor.as_str())));
        let query = others.iter().cloned().chain(cursor).collect::<Vec<_>>().join("&");
        format!("<{}>; rel=\"{relation}\"", cx.link_to_self(&query))
    };
    let next = page.next.as_ref().map(|next| link("next", Some(next)));
    let prev = page.prev.as_ref().map(|prev| link("prev", Some(prev)));
    let first = is_continued.then(|| link("first", None));
    // In one field: many clients look at no more than one of a name.
    let links: Vec<_> = [next, prev, first].into_iter().flatten().collect();
    if let Some(links) = HeaderValue::try_from(links.join(", ")).ok().filter(|links| !links.is_empty()) {
        headers.append(header::LINK, links);
    }
}

/// A parameter as a URI has it.
fn encoded(name: &str, value: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish()
}
