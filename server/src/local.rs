//! Whether a request comes from this machine, by the name that it was sent to.

use std::net::IpAddr;

use http::{header, uri::Authority};
use ogrom_core_resource::{Access, Cx};

/// Grants access to requests for a loopback name alone: a page of another site whose name was made to lead here must not read
/// what this service shows to its developer. The `refusal` is shown to others.
pub(crate) fn access(cx: &Cx, refusal: &'static str) -> Access {
    if authority(cx).is_some_and(|host| is_loopback(host.host())) {
        Access::Granted
    } else {
        Access::Forbidden(refusal.into())
    }
}

/// The authority that a request was sent to.
fn authority(cx: &Cx) -> Option<Authority> {
    let named = || cx.headers().get(header::HOST)?.to_str().ok()?.parse().ok();
    cx.uri().authority().cloned().or_else(named)
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}
