//! The syntax of a host, alone or with a port.

use std::net::Ipv6Addr;

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

/// Whether this is `uri-host [ ":" port ]`, the value of `Host` (RFC 9110 §7.2). A name may be empty there.
#[inline]
pub(super) fn is_host(text: &[u8]) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_are_hosts_with_a_port_or_without_one() {
        for host in [
            "",
            "localhost",
            "localhost:8080",
            "example.com.",
            "a_b.example",
            "xn--bcher-kva.example",
            "127.0.0.1:80",
            "a:",
            ":80",
            "a%20b",
            "%41%C3%a9:1",
            "a!$&'()*+,;=~b",
            "[::1]",
            "[::1]:8080",
            "[2001:db8::192.0.2.1]",
            "[v1.a:b]",
            "[vF.x]:1",
            "EXAMPLE.COM",
        ] {
            assert!(is_host(host.as_bytes()), "{host}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for host in [
            "a b",
            "a/b",
            "a@b",
            "a?b",
            "a#b",
            "a\\b",
            "a\"b",
            "<a>",
            "a|b",
            "a^b",
            "{a}",
            "a:b",
            "a:1:2",
            "a:+1",
            "a:1 ",
            "a%",
            "a%4",
            "a%zz",
            "[::1",
            "::1",
            "[]",
            "[::1]a",
            "[::1]:b",
            "[::1]]",
            "a[::1]",
            "[1.2.3.4]",
            "[fe80::1%25eth0]",
            "[v.a]",
            "[v1.]",
            "[v1a]",
            "é",
            "a\tb",
            "http://a",
        ] {
            assert!(!is_host(host.as_bytes()), "{host}");
        }
        assert!(!is_host(b"a\xff"));
    }
}
