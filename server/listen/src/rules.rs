//! The rules of HTTP that hyper leaves to servers: the host of a request, how its content is coded, and
//! how many fields they have.

mod host;

use http::{
    HeaderMap, Request, Version, header,
    uri::{Authority, Scheme, Uri},
};
use http_body::Body;
use ogrom_core_resource::Problem;

use self::host::is_host;

/// How many header fields a request has at most: as many as hyper takes of HTTP/1.
const MOST_FIELDS: usize = 100;

/// Whether a request keeps to the rules.
pub(super) fn check<B: Body>(request: &Request<B>) -> Result<(), Problem> {
    check_host(request)?;
    let headers = request.headers();
    // Without content there is no coding of it, and no search for one.
    if !request.body().is_end_stream() {
        check_codings(headers)?;
    }
    if headers.len() > MOST_FIELDS { check_number(headers) } else { Ok(()) }
}

/// The host that a request is for (RFC 9112 §3.2, RFC 9113 §8.3.1).
#[inline]
fn check_host<B>(request: &Request<B>) -> Result<(), Problem> {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let (host, version) = (hosts.next(), request.version());
    if hosts.next().is_some() {
        return broken("there is more than one Host");
    }
    if host.is_some_and(|host| !is_host(host.as_bytes())) {
        return broken("Host is no host, alone or with a port");
    }
    match (request.uri().authority(), host) {
        (None, Some(_)) => Ok(()),
        (None, None) if version < Version::HTTP_11 => Ok(()),
        (_, None) if version == Version::HTTP_11 => broken("there is no Host"),
        (None, None) => broken("there is neither :authority nor Host"),
        (Some(authority), host) => {
            check_authority(request.uri(), authority)?;
            // In HTTP/1, the authority of the target counts whatever Host says (RFC 9112 §3.2.2).
            match host.filter(|_| version == Version::HTTP_2) {
                Some(host) if differ(request.uri(), authority.as_str().as_bytes(), host.as_bytes()) => {
                    broken("Host and :authority differ")
                }
                _ => Ok(()),
            }
        }
    }
}

/// The authority of a target. One with the name of a user is most of all there to deceive (RFC 9110 §4.2.4).
fn check_authority(uri: &Uri, authority: &Authority) -> Result<(), Problem> {
    let is_of_http = |scheme| [&Scheme::HTTP, &Scheme::HTTPS].contains(&scheme);
    if authority.host().is_empty() || !is_host(authority.as_str().as_bytes()) {
        broken("the authority of the target is no host, alone or with a port")
    } else if uri.scheme().is_some_and(|scheme| !is_of_http(scheme)) {
        broken("the scheme of the target is neither http nor https")
    } else {
        Ok(())
    }
}

/// Whether two hosts differ in more than the port that the scheme implies (RFC 9110 §4.2.3).
fn differ(uri: &Uri, one: &[u8], other: &[u8]) -> bool {
    let implied: &[u8] = if uri.scheme() == Some(&Scheme::HTTPS) { b":443" } else { b":80" };
    let [one, other] = [one, other]
        .map(|host| host.strip_suffix(implied).or_else(|| host.strip_suffix(b":")).unwrap_or(host));
    !one.eq_ignore_ascii_case(other)
}

/// Content is chunked once or not coded at all (RFC 9112 §6.1, §7.1). That chunks come last, hyper sees to.
fn check_codings(headers: &HeaderMap) -> Result<(), Problem> {
    let lines = headers.get_all(header::TRANSFER_ENCODING).iter();
    let codings = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b',')).map(<[u8]>::trim_ascii);
    let codings: Vec<_> = codings.filter(|coding| !coding.is_empty()).collect();
    match codings.split_last() {
        None | Some((_, [])) => Ok(()),
        Some((_, before)) if before.iter().any(|coding| coding.eq_ignore_ascii_case(b"chunked")) => {
            broken("the content is chunked more than once")
        }
        Some(_) => Err(Problem::unknown_transfer_coding()),
    }
}

/// HTTP/2 may have cookies in a field each (RFC 9113 §8.2.3), which are one here as they are in HTTP/1.
#[cold]
fn check_number(headers: &HeaderMap) -> Result<(), Problem> {
    let cookies = headers.get_all(header::COOKIE).iter().count();
    let count = headers.len() - cookies.saturating_sub(1);
    if count <= MOST_FIELDS {
        return Ok(());
    }
    Err(Problem::headers_too_large().detail(format!("{count} fields are over {MOST_FIELDS}")))
}

#[cold]
fn broken(detail: &str) -> Result<(), Problem> {
    Err(Problem::malformed(detail))
}

#[cfg(test)]
mod tests;
