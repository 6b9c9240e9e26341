//! The scheme and the authority that a client has sent its request to, where that is known.

use http::{HeaderMap, HeaderName, Request, header};
use ogrom_core_openapi::Origin;

const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const HOST: HeaderName = HeaderName::from_static("x-forwarded-host");

/// The field in which a proxy states the prefix that it has removed from a path.
pub(crate) const X_FORWARDED_PREFIX: HeaderName = HeaderName::from_static("x-forwarded-prefix");

/// The fields that a proxy adds. Without a trusted proxy, they show that the origin is not that of the connection.
const OF_PROXIES: [HeaderName; 6] = [
    PROTO,
    HOST,
    X_FORWARDED_PREFIX,
    HeaderName::from_static("x-forwarded-for"),
    header::FORWARDED,
    header::VIA,
];

/// The origin, behind so many trusted proxies; absent if the request does not tell it.
pub(crate) fn origin<B>(request: &Request<B>, trusted_proxies: usize) -> Option<Origin> {
    let headers = request.headers();
    let own = request.uri().authority().map(http::uri::Authority::as_str);
    let own = own.or_else(|| headers.get(header::HOST)?.to_str().ok());
    let (scheme, host) = if trusted_proxies == 0 {
        if OF_PROXIES.iter().any(|name| headers.contains_key(name)) {
            return None;
        }
        ("http", own?)
    } else {
        let entry = |name| forwarded(headers, name, trusted_proxies);
        (entry(&PROTO)?, entry(&HOST).or(own)?)
    };
    let named = ["http", "https"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known))?;
    let is_host = !host.is_empty()
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte));
    is_host.then(|| Origin(format!("{named}://{host}")))
}

/// The entry that the outermost of so many proxies wrote, or the leftmost one: a proxy may pass on that of the one before.
fn forwarded<'a>(headers: &'a HeaderMap, name: &HeaderName, proxies: usize) -> Option<&'a str> {
    entries(headers, name).take(proxies).last()
}

/// The entries of a field that proxies append to, that of the innermost one first. A line that is no text is an entry that
/// means nothing.
pub(crate) fn entries<'a>(
    headers: &'a HeaderMap,
    name: &HeaderName,
) -> impl Iterator<Item = &'a str> + use<'a> {
    let lines = headers.get_all(name).iter().rev().map(|line| line.to_str().unwrap_or("?"));
    lines.flat_map(|line| line.rsplit(',')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(trusted_proxies: usize, fields: &[(&str, &str)]) -> Option<String> {
        let request =
            fields.iter().fold(Request::get("/"), |request, (name, value)| request.header(*name, *value));
        origin(&request.body(()).unwrap(), trusted_proxies).map(|Origin(origin)| origin)
    }

    #[test]
    fn a_direct_request_tells_its_origin() {
        assert_eq!(told(0, &[("host", "a:8080")]).as_deref(), Some("http://a:8080"));
        let second = Request::get("http://b/").body(()).unwrap();
        assert_eq!(origin(&second, 0), Some(Origin("http://b".to_owned())));
        for host in ["", "a/b", "a\"", "a@b"] {
            assert_eq!(told(0, &[("host", host)]), None, "{host}");
        }
    }

    #[test]
    fn only_a_trusted_proxy_tells_another_origin() {
        let fields =
            [("host", "inner"), ("x-forwarded-proto", "https"), ("x-forwarded-host", "evil, shop.example")];
        assert_eq!(told(0, &fields), None);
        assert_eq!(told(1, &fields).as_deref(), Some("https://shop.example"));
        assert_eq!(told(1, &fields[..2]).as_deref(), Some("https://inner"));
        assert_eq!(told(1, &fields[..1]), None, "it may have ended TLS");
        assert_eq!(told(1, &[("host", "a"), ("x-forwarded-proto", "javascript")]), None);
    }
}
