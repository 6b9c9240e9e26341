//! The rate limits and their keys.

use super::*;

fn fields(state: QuotaState) -> [String; 2] {
    let mut headers = HeaderMap::new();
    state.append(&mut headers);
    [RATE_LIMIT_POLICY, RATE_LIMIT].map(|name| headers[name].to_str().unwrap().to_owned())
}

#[test]
fn each_has_a_burst_of_their_own_and_who_does_not_ask_is_forgotten() {
    let rate = Rate::new("client", NonZeroU32::new(100).unwrap());
    assert_eq!(fields(rate.count(&"lena")), ["\"client\";q=1000;w=10", "\"client\";r=999;t=1"]);
    assert!((1..1000).all(|_| rate.count(&"lena").wait.is_none()));
    // A few more may have come back meanwhile.
    let mut more = (0..1000).map(|_| rate.count(&"lena"));
    let refused = more.find(|state| state.wait.is_some()).expect("a burst has an end");
    assert!(refused.wait <= Some(Duration::from_millis(10)), "{refused:?}");
    assert_eq!(fields(refused), ["\"client\";q=1000;w=10", "\"client\";r=0;t=1"]);
    assert!(rate.count(&"theo").wait.is_none());
    std::thread::sleep(Duration::from_millis(30));
    rate.evict_idle();
    assert_eq!(rate.known(), 1, "one request is forgiven after 10 ms, a thousand are not");
}

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
    for (entry, client) in
        [("10.0.0.3:81", "10.0.0.3"), ("[2001:db8::1]:81", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1")]
    {
        assert_eq!(behind(1, &[entry]), client);
    }
}

#[test]
fn a_customer_is_one_client() {
    let same =
        |one: &str, other: &str| ClientKey::of(one.parse().unwrap()) == ClientKey::of(other.parse().unwrap());
    assert!(same("2001:db8::1", "2001:db8::ffff:1"));
    assert!(same("::ffff:192.0.2.1", "192.0.2.1"));
    assert!(!same("2001:db8::1", "2001:db8:0:1::1"));
    assert!(!same("192.0.2.1", "192.0.2.2"));
}
