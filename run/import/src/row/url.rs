//! URLs that a client follows or shows.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether this is an absolute URL of the web, as far as a client must be able to trust it (RFC 9110 §4.2): of one of the
/// web's schemes, with a host, a port that there can be, and no name of a user before the host, which would only look like
/// one.
pub(super) fn is_web(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let breaks =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`');
    is_web && is_authority(authority) && !url.contains(breaks)
}

fn is_authority(authority: &str) -> bool {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    let digits = port.bytes().all(|byte| byte.is_ascii_digit());
    is_host(host) && (port.is_empty() || (digits && port.parse::<u16>().is_ok()))
}

/// RFC 3986 §3.2.2, or the same with letters of all languages.
fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return address.parse::<Ipv6Addr>().is_ok();
    }
    if host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return host.parse::<Ipv4Addr>().is_ok();
    }
    // Marks and joiners are parts of words in many languages.
    let is_in_name = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '-' | '_')
            || (!c.is_ascii() && !c.is_control() && !c.is_whitespace())
    };
    let is_label = |label: &str| !label.is_empty() && label.chars().all(is_in_name);
    host.strip_suffix('.').unwrap_or(host).split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_of_the_web_has_a_host_and_a_port_that_there_can_be() {
        for good in [
            "https://a.example",
            "http://a.example/",
            "HTTPS://A.example./b?c#d",
            "https://a.example:443/é/%20?q=[1]",
            "https://x:65535/",
            "https://x:/",
            "https://127.0.0.1:80/",
            "https://[::1]/",
            "https://[2001:db8::1]:8443/a:b@c",
            "https://bücher.example/",
            "https://cafe\u{301}.example/",
            "https://हिन्दी.example/",
            "https://ร้าน.example/",
            "https://می\u{200c}خواهم.example/",
            "https://under_score.example/",
        ] {
            assert!(is_web(good), "{good}");
        }
        for bad in [
            "",
            "https://",
            "https:///a",
            "https://?a",
            "https:a.example",
            "//a.example",
            "/a.jpg",
            "ftp://a.example/",
            "javascript://a.example/%0aalert(1)",
            "https://x:99999/",
            "https://x:65536/",
            "https://x:-1/",
            "https://x:8a/",
            "https://:80/",
            "https://a.example@evil.example/",
            "https://u:p@a.example/",
            "https://a..example/",
            "https://./",
            "https://256.0.0.1/",
            "https://1.2.3/",
            "https://[::1/",
            "https://::1/",
            "https://[v]/",
            "https://a example/",
            "https://a%20b/",
            "https://a.example/ b",
            "https://a.example/\n",
            "https://a.example/\u{0}",
            "https://a.example\\@evil.example/",
            "https://a.example/\"onload=\"x",
        ] {
            assert!(!is_web(bad), "{bad}");
        }
    }
}
