//! The rules of HTTP that hyper leaves to servers: the host of a request, how its content is coded, how many fields it has, and
//! the date of a response.

use std::{
    cell::{Cell, RefCell},
    net::Ipv6Addr,
    time::SystemTime,
};

use http::{
    HeaderMap, HeaderValue, Request, Version, header,
    uri::{Authority, Scheme, Uri},
};
use http_body::Body;
use ogrom_core_resource::Problem;
use ogrom_server_telemetry::system;

/// How many header fields a request has at most: as many as hyper takes of HTTP/1.
const MOST_FIELDS: usize = 100;

/// The bytes that a name has as they are (RFC 3986 §3.2.2).
const IN_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let is_mark = matches!(byte, b'-' | b'.' | b'_' | b'~');
        let is_sub_delim =
            matches!(byte, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=');
        table[byte as usize] = byte.is_ascii_alphanumeric() || is_mark || is_sub_delim;
        byte += 1;
    }
    table
};

/// The first second that is too late for the form that HTTP writes dates in: that of the year 10000.
const TOO_LATE: u64 = 253_402_300_800;

/// A second, written as `Date` has it. The date that hyper writes never goes back when the clock does.
#[derive(Debug, Default)]
struct Written(Option<(u64, HeaderValue)>);

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

/// Whether this is `uri-host [ ":" port ]`, the value of `Host` (RFC 9110 §7.2). A name may be empty there.
#[inline]
fn is_host(text: &[u8]) -> bool {
    let plain = text.iter().take_while(|byte| is_plain(**byte)).count();
    match &text[plain..] {
        [] => true,
        [b'[', literal @ ..] if plain == 0 => is_literal(literal),
        rest => is_rest_of_name(rest),
    }
}

const fn is_plain(byte: u8) -> bool {
    IN_NAME[byte as usize]
}

/// Whether a name can go on so: with an escape, or with a port in the end.
fn is_rest_of_name(rest: &[u8]) -> bool {
    match rest {
        [b'%', high, low, rest @ ..] => {
            let plain = rest.iter().take_while(|byte| is_plain(**byte)).count();
            high.is_ascii_hexdigit() && low.is_ascii_hexdigit() && is_rest_of_name(&rest[plain..])
        }
        rest => is_port(rest),
    }
}

/// Whether this is no port, or one.
fn is_port(rest: &[u8]) -> bool {
    match rest {
        [] => true,
        [b':', digits @ ..] => digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// Whether this is the rest of an address in brackets: one of IPv6, or of a version that is yet to come.
fn is_literal(rest: &[u8]) -> bool {
    let Some(end) = rest.iter().position(|byte| *byte == b']') else { return false };
    let (address, port) = (&rest[..end], &rest[end + 1..]);
    let is_address = match address {
        [b'v' | b'V', rest @ ..] => is_of_the_future(rest),
        _ => std::str::from_utf8(address).is_ok_and(|address| address.parse::<Ipv6Addr>().is_ok()),
    };
    is_address && is_port(port)
}

fn is_of_the_future(rest: &[u8]) -> bool {
    let version = rest.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    version > 0
        && matches!(&rest[version..], [b'.', address @ ..]
            if !address.is_empty() && address.iter().all(|byte| is_plain(*byte) || *byte == b':'))
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

/// The value of `Date`. Absent where the clock is before 1970 or after 9999: a server without a clock sends none
/// (RFC 9110 §6.6.1).
pub(super) fn date() -> Option<HeaderValue> {
    thread_local!(static WRITTEN: RefCell<Written> = RefCell::default());
    WRITTEN.with_borrow_mut(|written| written.at(system::now()))
}

/// Whether hyper can serve HTTP/1 on this thread from now on. It writes no dates, but all the same has the present one ready
/// on each thread, and panics where the first of them is before 1970, or any after 9999.
pub(super) fn hyper_bears_it() -> bool {
    thread_local!(static BEGAN: Cell<bool> = const { Cell::new(false) });
    if date().is_some() {
        BEGAN.set(true);
        return true;
    }
    BEGAN.get() && system::now() < SystemTime::UNIX_EPOCH
}

// === impl Written ===

impl Written {
    /// The value at this time. Most are asked for in the second of the one before.
    fn at(&mut self, now: SystemTime) -> Option<HeaderValue> {
        let second = now.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
        if second >= TOO_LATE {
            return None;
        }
        match &self.0 {
            Some((same, value)) if *same == second => Some(value.clone()),
            _ => {
                let value = HeaderValue::try_from(httpdate::fmt_http_date(now)).ok()?;
                self.0 = Some((second, value.clone()));
                Some(value)
            }
        }
    }
}

#[cfg(test)]
mod tests;
