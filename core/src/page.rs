//! Pages on the wire: how clients request, see and continue them.

use http::{HeaderMap, HeaderValue, header};
use ogrom_core_resource::Cx;
use ogrom_protocols::{Cursor, Limit, Page, PageRequest};

mod representation;

pub use representation::PageView;

/// The documentation of the `Link` header of a page.
pub const LINK: &str = "The next page, as `rel=\"next\"`; absent on the last page.";

/// The page that the parameters `limit` and `cursor` name. A limit that is absent or out of range is the default one: the
/// schema of the query refuses the latter.
pub fn request(limit: Option<u8>, cursor: Option<&String>) -> PageRequest {
    let limit = limit.and_then(|limit| Limit::new(limit.into()).ok()).unwrap_or(Limit::DEFAULT);
    PageRequest { limit, cursor: cursor.map(|text| Cursor::parse(text)) }
}

/// The only page of a list.
pub fn of_all<T>(items: Vec<T>) -> Page<T> {
    Page { items, next: None }
}

/// The page with each item as `show` makes it.
pub fn view<T, V>(page: &Page<T>, show: impl FnMut(&T) -> V) -> PageView<V> {
    PageView {
        items: page.items.iter().map(show).collect(),
        next: page.next.as_ref().map(|next| next.as_str().to_owned()),
    }
}

/// Adds the `Link` to the next page (RFC 8288): this request with another cursor. The other parameters stay as they are
/// written, so that the link is no longer than the request.
pub fn describe<T>(cx: &Cx, page: &Page<T>, headers: &mut HeaderMap) {
    let Some(next) = &page.next else { return };
    let mut query = String::new();
    for pair in cx.uri().query().unwrap_or_default().split('&') {
        match form_urlencoded::parse(pair.as_bytes()).next() {
            None => {}
            Some((name, _)) if name == "cursor" => {}
            Some(_) if pair.is_ascii() => query.extend([pair, "&"]),
            Some((name, value)) => query.extend([&*encoded(&name, &value), "&"]),
        }
    }
    query.push_str(&encoded("cursor", next.as_str()));
    if let Ok(link) = HeaderValue::try_from(format!("<{}>; rel=\"next\"", cx.link_to_self(&query))) {
        headers.append(header::LINK, link);
    }
}

/// A parameter as a URI has it.
fn encoded(name: &str, value: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish()
}
