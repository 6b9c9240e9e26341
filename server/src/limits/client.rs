//! The client of a request: its address, also behind proxies, and the key by which it is limited.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use http::HeaderMap;
use ogrom_server_telemetry::Peer;

/// The key of a client: an IPv4 address, or an IPv6 network of 64 bits, which is what one customer has at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientKey(Ipv6Addr);

/// The address of the client, behind so many trusted proxies. Each of them has added the address of its own client to the
/// right of `X-Forwarded-For`; entries further to the left are not trusted. A proxy that has added nothing is the client.
pub fn client_address(peer: Peer, headers: &HeaderMap, trusted_proxies: usize) -> IpAddr {
    let mut client = peer.0.ip();
    if trusted_proxies == 0 {
        return client;
    }
    let lines = headers.get_all("x-forwarded-for").iter().rev();
    // By bytes: entries further to the left need not be text.
    let entries = lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    for entry in entries.take(trusted_proxies) {
        match str::from_utf8(entry).ok().and_then(|entry| address(entry.trim())) {
            Some(address) => client = address,
            None => break,
        }
    }
    client
}

/// Some proxies write ports, and brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()))
}

// === impl ClientKey ===

impl ClientKey {
    /// The key of an address.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self(address.to_ipv6_mapped()),
            IpAddr::V6(address) => Self(Ipv6Addr::from_bits(address.to_bits() & (!0 << 64))),
        }
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn behind(proxies: usize, lines: &[&'static str]) -> String {
        let peer = Peer("192.0.2.9:4000".parse().unwrap());
        let name = HeaderName::from_static("x-forwarded-for");
        let headers = lines.iter().map(|line| (name.clone(), HeaderValue::from_static(line)));
        client_address(peer, &headers.collect(), proxies).to_string()
    }

    #[test]
    fn only_what_trusted_proxies_wrote_is_believed() {
        let lines = &["6.6.6.6, 10.0.0.1", "10.0.0.2,10.0.0.3"];
        for (proxies, client) in [(0, "192.0.2.9"), (1, "10.0.0.3"), (2, "10.0.0.2"), (3, "10.0.0.1")] {
            assert_eq!(behind(proxies, lines), client, "{proxies}");
        }
    }

    #[test]
    fn what_no_proxy_wrote_is_no_client() {
        assert_eq!(behind(1, &[]), "192.0.2.9");
        assert_eq!(behind(1, &["6.6.6.6, unknown"]), "192.0.2.9");
        assert_eq!(behind(2, &["6.6.6.6, unknown, 10.0.0.3"]), "10.0.0.3");
        assert_eq!(behind(3, &["10.0.0.2, 10.0.0.3"]), "10.0.0.2");
    }

    #[test]
    fn what_a_stranger_wrote_hides_nobody() {
        let peer = Peer("192.0.2.9:4000".parse().unwrap());
        let name = HeaderName::from_static("x-forwarded-for");
        let line = HeaderValue::from_bytes(b"\xff\xfe, 10.0.0.3").unwrap();
        let headers: HeaderMap = [(name, line)].into_iter().collect();
        assert_eq!(client_address(peer, &headers, 1).to_string(), "10.0.0.3");
        assert_eq!(client_address(peer, &headers, 2).to_string(), "10.0.0.3");
    }

    #[test]
    fn ports_and_brackets_are_no_part_of_an_address() {
        for (entry, client) in [
            ("10.0.0.3:81", "10.0.0.3"),
            ("[2001:db8::1]:81", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
        ] {
            assert_eq!(behind(1, &[entry]), client);
        }
    }

    #[test]
    fn a_customer_is_one_client() {
        let same = |one: &str, other: &str| {
            ClientKey::of(one.parse().unwrap()) == ClientKey::of(other.parse().unwrap())
        };
        assert!(same("2001:db8::1", "2001:db8::ffff:1"));
        assert!(same("::ffff:192.0.2.1", "192.0.2.1"));
        assert!(!same("2001:db8::1", "2001:db8:0:1::1"));
        assert!(!same("192.0.2.1", "192.0.2.2"));
    }
}
