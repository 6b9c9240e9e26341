//! Tests of who is told by which token, on tokens that a key signs by other code than ours, and on any text at all.

use std::{
    fmt::Display,
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use ogrom_core::{
    facts::AuthenticationError,
    scope::{Scope, TRACE, WRITE},
};
use ogrom_protocols::Clock;
use ogrom_protocols_model::Timestamp;
use proptest::prelude::*;
use ring::{
    hmac,
    signature::{Ed25519KeyPair, KeyPair},
};
use serde_json::{Value, json};

use super::*;

/// The scopes of a service that has one of its own.
pub(crate) const SCOPES: &[Scope] = &[WRITE, Scope::new("moderate"), TRACE];

const LISTED: &str = "0123456789abcdef";
const SECRET: &str = "0123456789abcdef0123456789abcdef";
const NOW: i64 = 1_700_000_000;

/// A clock that is set by hand, in seconds.
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed) * 1000)
    }
}

/// An authenticator and its clock.
struct Judge {
    authenticator: Authenticator,
    jwts: Arc<Jwts>,
    clock: Arc<Hand>,
}

impl Judge {
    fn new() -> Self {
        let clock = Arc::new(Hand(AtomicI64::new(NOW)));
        let rules = Rules {
            issuer: Some("https://issuer.example".into()),
            audience: Some("ogrom".into()),
            scopes: SCOPES,
            leeway: Duration::from_mins(1),
        };
        let secret = Some(SECRET.parse().unwrap());
        let jwts = Jwts::new(rules, secret, Some(&set(&[("one", 1)])), Arc::clone(&clock) as _).unwrap();
        let jwts = Arc::new(jwts);
        let tokens = Tokens::parse(&format!("theo={LISTED}"), SCOPES).unwrap();
        Self { authenticator: Authenticator::new(tokens, Some(Arc::clone(&jwts))), jwts, clock }
    }

    fn told(&self, token: &str) -> Result<String, &'static str> {
        match self.authenticator.authenticate(&headers(&[&format!("Bearer {token}")])) {
            Authentication::Authenticated(principal, grant) => {
                Ok(format!("{}: {}", principal.user, grant.scopes))
            }
            Authentication::Rejected(AuthenticationError::Token(words)) => Err(words),
            other => panic!("{other:?}"),
        }
    }
}

fn headers(authorization: &[&str]) -> HeaderMap {
    let value = |line: &&str| header::HeaderValue::from_bytes(line.as_bytes()).unwrap();
    authorization.iter().map(|line| (header::AUTHORIZATION, value(line))).collect()
}

fn pair(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
}

fn set(keys: &[(&str, u8)]) -> String {
    let key = |(id, seed): &(&str, u8)| {
        let x = BASE64.encode(pair(*seed).public_key());
        json!({"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": id, "x": x})
    };
    json!({"keys": keys.iter().map(key).collect::<Vec<_>>()}).to_string()
}

fn claims() -> Value {
    json!({
        "sub": "lena", "scope": "write openid", "exp": NOW + 600, "iss": "https://issuer.example",
        "aud": ["other", "ogrom"],
    })
}

/// The claims, changed by a merge patch.
fn with(changes: &Value) -> Value {
    let mut claims = claims();
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
    }
    claims
}

fn signed(header: &impl Display, claims: &impl Display, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let message = format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(claims.to_string()));
    let signature = BASE64.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}

fn by_pair(seed: u8) -> impl FnOnce(&[u8]) -> Vec<u8> {
    move |message| pair(seed).sign(message).as_ref().to_vec()
}

fn by_secret(secret: &[u8]) -> impl FnOnce(&[u8]) -> Vec<u8> {
    move |message| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message).as_ref().to_vec()
}

fn jwt(claims: &Value) -> String {
    signed(&json!({"alg": "EdDSA", "kid": "one", "typ": "at+jwt"}), claims, by_pair(1))
}

#[test]
fn a_token_of_the_list_stands_for_its_user() {
    let judge = Judge::new();
    let theo = judge.authenticator.authenticate(&headers(&[&format!("bearer  {LISTED}")]));
    assert!(matches!(theo, Authentication::Authenticated(by, scopes)
        if by.user.as_str() == "theo" && scopes == WRITE.into()));
    assert_eq!(judge.authenticator.authenticate(&headers(&[])), Authentication::Anonymous);
}

#[test]
fn a_jwt_stands_for_its_sub_with_its_scopes() {
    let judge = Judge::new();
    assert_eq!(judge.told(&jwt(&claims())), Ok("lena: write".into()));
    assert_eq!(
        judge.told(&jwt(&with(&json!({"scope": "trace moderate"})))),
        Ok("lena: moderate trace".into())
    );
    assert_eq!(judge.told(&jwt(&with(&json!({"scope": null})))), Ok("lena: ".into()));
    let by_the_secret = signed(&json!({"alg": "HS256"}), &claims(), by_secret(SECRET.as_bytes()));
    assert_eq!(judge.told(&by_the_secret), Ok("lena: write".into()));
}

#[test]
fn a_jwt_holds_from_nbf_to_exp_give_or_take_the_leeway() {
    let judge = Judge::new();
    let token =
        jwt(&with(&json!({"nbf": NOW + 60, "exp": format!("{}.5", NOW + 120).parse::<f64>().unwrap()})));
    for (at, told) in [
        (NOW - 1, Err("the token is not valid yet")),
        (NOW, Ok("lena: write".to_owned())),
        (NOW + 180, Ok("lena: write".to_owned())),
        (NOW + 181, Err("the token has expired")),
    ] {
        judge.clock.0.store(at, Ordering::Relaxed);
        // The second time, what was told the first time is remembered.
        assert_eq!([judge.told(&token), judge.told(&token)], [told.clone(), told], "{at}");
    }
}

#[test]
fn a_jwt_that_breaks_a_rule_is_refused_with_the_reason() {
    let judge = Judge::new();
    let malformed = "the token is no JWT, or one that lacks sub or exp";
    for (changes, reason) in [
        (json!({"exp": null}), malformed),
        (json!({"exp": "2100-01-01"}), malformed),
        (json!({"sub": null}), malformed),
        (json!({"sub": 5}), malformed),
        (json!({"nbf": "now"}), malformed),
        (json!({"scope": ["write"]}), malformed),
        (json!({"sub": "no body"}), "the sub of the token is no user's identifier"),
        (json!({"iss": null}), "the token is of another issuer"),
        (json!({"iss": "https://issuer.example/"}), "the token is of another issuer"),
        (json!({"aud": null}), "the token is for another audience"),
        (json!({"aud": "Ogrom"}), "the token is for another audience"),
        (json!({"aud": []}), "the token is for another audience"),
        (json!({"more": "x".repeat(8 << 10)}), "the token is longer than 8 KiB"),
    ] {
        assert_eq!(judge.told(&jwt(&with(&changes))), Err(reason), "{changes}");
    }
}

#[test]
fn a_key_serves_its_own_algorithm_and_no_other() {
    let judge = Judge::new();
    let public = pair(1).public_key().as_ref().to_vec();
    let unknown = "the token is signed by a key that is not known here";
    let no_jwt = "the token is not known here, and no JWT that is signed by EdDSA, RS256 or HS256";
    let wrong = "the signature of the token is invalid";
    let other_use = "the token is not one that gives access";
    for (header, token_of, reason) in [
        (json!({"alg": "none"}), vec![], no_jwt),
        (json!({"alg": "None", "kid": "one"}), vec![], no_jwt),
        (json!({"alg": "HS256", "kid": "one"}), public.clone(), unknown),
        (json!({"alg": "HS256"}), public.clone(), wrong),
        (json!({"alg": "HS384"}), SECRET.into(), unknown),
        (json!({"alg": "RS256", "kid": "one"}), public, unknown),
        (json!({"alg": "HS256", "kid": "two"}), SECRET.into(), unknown),
        (json!({"alg": "HS256", "crit": ["exp"]}), SECRET.into(), other_use),
        (json!({"alg": "HS256", "typ": "logout+jwt"}), SECRET.into(), other_use),
    ] {
        let token = signed(&header, &claims(), by_secret(&token_of));
        assert_eq!(judge.told(&token), Err(reason), "{header}");
        // The signature left away.
        let bare = token.rsplit_once('.').unwrap().0.to_owned() + ".";
        assert!(judge.told(&bare).is_err(), "{header}");
    }
    let by_another = signed(&json!({"alg": "EdDSA", "kid": "one"}), &claims(), by_pair(2));
    assert_eq!(judge.told(&by_another), Err(wrong));
}

#[test]
fn keys_that_change_take_tokens_with_them() {
    let judge = Judge::new();
    let (old, new) = (jwt(&claims()), signed(&json!({"alg": "EdDSA", "kid": "two"}), &claims(), by_pair(2)));
    assert!(judge.told(&old).is_ok() && judge.told(&new).is_err());
    judge.jwts.trust(&set(&[("one", 1), ("two", 2)])).unwrap();
    assert!(judge.told(&old).is_ok() && judge.told(&new).is_ok());
    judge.jwts.trust(&set(&[("two", 2)])).unwrap();
    assert!(judge.told(&old).is_err() && judge.told(&new).is_ok());
    assert!(judge.jwts.trust("{").is_err());
    assert!(judge.told(&old).is_err() && judge.told(&new).is_ok(), "a broken set changes nothing");
}

#[test]
fn what_is_no_bearer_token_is_told_from_one_that_does_not_hold() {
    let judge = Judge::new();
    let twice = format!("Bearer {LISTED}");
    for (lines, expected) in [
        (&["Basic bGVuYTp4"][..], "Scheme"),
        (&[LISTED], "Scheme"),
        (&["Bearer"], "Request"),
        (&["Bearer "], "Request"),
        (&[""], "Request"),
        (&["Bearer \u{e4}"], "Request"),
        (&[&twice, &twice], "Request"),
        (&["Bearer wrong"], "Token"),
        (&["Bearer wrong token"], "Token"),
    ] {
        let Authentication::Rejected(refusal) = judge.authenticator.authenticate(&headers(lines)) else {
            panic!("{lines:?}")
        };
        assert!(format!("{refusal:?}").starts_with(expected), "{lines:?}: {refusal:?}");
    }
}

#[test]
fn a_token_is_found_however_its_scheme_is_written() {
    let judge = Judge::new();
    for scheme in ["Bearer ", "bearer ", "BEARER ", "Bearer  ", "Bearer\t"] {
        let shown = judge.authenticator.authenticate(&headers(&[&format!("{scheme}{LISTED}")]));
        assert!(matches!(shown, Authentication::Authenticated(..)), "{scheme:?}: {shown:?}");
    }
}

/// Text that is anything, or nearly a token.
fn nearly_a_token() -> impl Strategy<Value = Vec<u8>> {
    let good = jwt(&claims());
    let cut = (0..good.len(), any::<u8>()).prop_map(move |(at, byte)| {
        let mut token = format!("Bearer {good}").into_bytes();
        token[at + 7] = byte;
        token
    });
    let parts = proptest::collection::vec("[A-Za-z0-9_=-]{0,20}|eyJhbGciOiJub25lIn0", 0..5)
        .prop_map(|parts| format!("Bearer {}", parts.join(".")).into_bytes());
    prop_oneof![cut, parts, proptest::collection::vec(any::<u8>(), 0..200)]
}

#[test]
fn no_other_text_is_ever_taken() {
    let judge = Judge::new();
    let good = format!("Bearer {}", jwt(&claims()));
    assert!(judge.told(&jwt(&claims())).is_ok(), "but the one that they nearly are");
    proptest!(|(text in nearly_a_token())| {
        let Ok(value) = header::HeaderValue::from_bytes(&text) else { return Ok(()) };
        let is_good = text == good.as_bytes();
        let headers = HeaderMap::from_iter([(header::AUTHORIZATION, value)]);
        let known = matches!(judge.authenticator.authenticate(&headers), Authentication::Authenticated(..));
        prop_assert_eq!(known, is_good, "{:?}", String::from_utf8_lossy(&text));
    });
}

/// RFC 7515 §4, RFC 7519 §4: of two members of one name, neither is the right one.
#[test]
fn what_a_token_or_a_key_says_twice_is_refused() {
    let judge = Judge::new();
    let twice = |object: &Value, name: &str| {
        let text = object.to_string();
        format!("{},\"{name}\":{}}}", &text[..text.len() - 1], object[name])
    };
    let header = json!({"alg": "EdDSA", "kid": "one", "typ": "JWT"});
    assert!(judge.told(&signed(&header, &claims(), by_pair(1))).is_ok());
    for name in ["alg", "kid", "typ"] {
        assert!(judge.told(&signed(&twice(&header, name), &claims(), by_pair(1))).is_err(), "{name}");
    }
    for name in ["sub", "exp", "scope", "iss", "aud"] {
        assert!(judge.told(&signed(&header, &twice(&claims(), name), by_pair(1))).is_err(), "{name}");
    }
    let key = json!({"kty": "OKP", "crv": "Ed25519", "kid": "one", "use": "sig", "x": BASE64.encode(pair(1).public_key())});
    assert_eq!(judge.jwts.trust(&format!("{{\"keys\":[{key}]}}")), Ok(()));
    for name in ["kty", "crv", "kid", "use", "x"] {
        assert!(judge.jwts.trust(&format!("{{\"keys\":[{}]}}", twice(&key, name))).is_err(), "{name}");
    }
    assert!(judge.jwts.trust(&format!("{{\"keys\":[],\"keys\":[{key}]}}")).is_err());
}
