//! The keys by which JWTs are judged: a secret, and those of a JWK set.

use std::{fmt, str::FromStr};

use jsonwebtoken::{
    Algorithm, DecodingKey, Header,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse},
};

/// The shortest secret, in bytes: as long as what it makes (RFC 7518 §3.2).
const SHORTEST_SECRET: usize = 32;

/// The shortest modulus, in bytes: 2048 bits (RFC 7518 §3.3).
const SHORTEST_MODULUS: usize = 256;

/// A secret that signs and verifies. Nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// A secret that can be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is shorter than {SHORTEST_SECRET} bytes")]
pub struct ShortSecret;

/// Why a text is no set of keys. Repeats nothing of it: there may be secrets in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidKeys {
    /// It is something else.
    #[error("it is no JWK set: see line {line}, column {column}")]
    Unreadable {
        /// Where it ceases to be one, counted from 1.
        line: usize,
        /// The same in the line.
        column: usize,
    },
    /// It has none that could have signed a token.
    #[error("it has no key for EdDSA (Ed25519), RS256 or HS256")]
    None,
    /// Keys cannot be what they say.
    #[error("{}", broken(.0))]
    Broken(Vec<usize>),
}

/// A key, which has one algorithm and never serves another.
struct Key {
    id: Option<String>,
    algorithm: Algorithm,
    verifies: DecodingKey,
}

/// All keys of one moment.
pub(super) struct Keys(Vec<Key>);

// === impl Keys ===

impl Keys {
    /// Those of a JWK set (RFC 7517 §5), if there is one, and the secret, if there is one. Keys for other purposes are passed
    /// over, as the RFC says; of those for ours, each must be right.
    pub(super) fn of(secret: Option<&Secret>, set: Option<&str>) -> Result<Self, InvalidKeys> {
        let mut keys = set.map_or_else(|| Ok(Vec::new()), read)?;
        keys.extend(secret.map(|secret| Key {
            id: None,
            algorithm: Algorithm::HS256,
            verifies: DecodingKey::from_secret(secret.bytes()),
        }));
        Ok(Self(keys))
    }

    /// Those that may have signed a token with this header. What algorithm is right, the key says and not the token, so that
    /// no public key is ever taken for a secret.
    pub(super) fn fitting(&self, header: &Header) -> impl Iterator<Item = (Algorithm, &DecodingKey)> {
        let fits =
            move |key: &&Key| key.algorithm == header.alg && (header.kid.is_none() || key.id == header.kid);
        self.0.iter().filter(fits).map(|key| (key.algorithm, &key.verifies))
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} keys", self.0.len())
    }
}

fn read(set: &str) -> Result<Vec<Key>, InvalidKeys> {
    let set: JwkSet = serde_json::from_str(set)
        .map_err(|error| InvalidKeys::Unreadable { line: error.line(), column: error.column() })?;
    let ours = set.keys.iter().enumerate().filter_map(|(i, jwk)| Some((i, jwk, algorithm(jwk)?)));
    let (mut keys, mut broken) = (Vec::new(), Vec::new());
    for (i, jwk, algorithm) in ours {
        match DecodingKey::from_jwk(jwk).ok().filter(|key| is_long_enough(jwk, key)) {
            Some(verifies) => keys.push(Key { id: jwk.common.key_id.clone(), algorithm, verifies }),
            None => broken.push(i + 1),
        }
    }
    match (keys.is_empty(), broken.is_empty()) {
        (_, false) => Err(InvalidKeys::Broken(broken)),
        (true, true) => Err(InvalidKeys::None),
        (false, true) => Ok(keys),
    }
}

/// Says which keys are broken, by their places in the set, counted from 1.
fn broken(places: &[usize]) -> String {
    let each: Vec<_> = places.iter().map(|place| format!("key {place} is broken or too short")).collect();
    each.join("; ")
}

/// The algorithm of a key, by its type; absent where the key names another one.
fn algorithm(jwk: &Jwk) -> Option<Algorithm> {
    let (algorithm, named) = match &jwk.algorithm {
        AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => {
            (Algorithm::EdDSA, KeyAlgorithm::EdDSA)
        }
        AlgorithmParameters::RSA(_) => (Algorithm::RS256, KeyAlgorithm::RS256),
        AlgorithmParameters::OctetKey(_) => (Algorithm::HS256, KeyAlgorithm::HS256),
        _ => return None,
    };
    let signs = !matches!(jwk.common.public_key_use, Some(PublicKeyUse::Encryption | PublicKeyUse::Other(_)));
    let is_named = jwk.common.key_algorithm.is_none_or(|said| said == named);
    (signs && is_named).then_some(algorithm)
}

fn is_long_enough(jwk: &Jwk, key: &DecodingKey) -> bool {
    use jsonwebtoken::DecodingKeyKind::{RsaModulusExponent, SecretOrDer};
    match (&jwk.algorithm, key.kind()) {
        (_, RsaModulusExponent { n, .. }) => n.len() >= SHORTEST_MODULUS,
        (AlgorithmParameters::OctetKey(_), SecretOrDer(secret)) => secret.len() >= SHORTEST_SECRET,
        (_, SecretOrDer(public)) => public.len() == 32,
    }
}

// === impl Secret ===

impl Secret {
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl FromStr for Secret {
    type Err = ShortSecret;

    fn from_str(text: &str) -> Result<Self, ShortSecret> {
        if text.len() < SHORTEST_SECRET { Err(ShortSecret) } else { Ok(Self(text.to_owned())) }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    fn read(keys: &Value) -> Result<Vec<Option<String>>, InvalidKeys> {
        let keys = Keys::of(None, Some(&json!({ "keys": keys }).to_string()))?;
        Ok(keys.0.into_iter().map(|key| key.id).collect())
    }

    #[test]
    fn keys_for_other_purposes_are_passed_over() {
        let ours = json!({"kty": "OKP", "crv": "Ed25519", "kid": "ours", "x": X, "use": "sig"});
        let keys = read(&json!([
            {"kty": "OKP", "crv": "X25519", "kid": "other curve", "x": X},
            {"kty": "OKP", "crv": "Ed25519", "kid": "encrypts", "x": X, "use": "enc"},
            {"kty": "RSA", "kid": "other hash", "alg": "RS512", "n": "AQAB", "e": "AQAB"},
            {"kty": "EC", "crv": "P-256", "kid": "other kind", "x": X, "y": X},
            {"kty": "AKP", "kid": "of tomorrow", "pub": X},
            ours,
        ]));
        assert_eq!(keys, Ok(vec![Some("ours".to_owned())]));
    }

    #[test]
    fn what_is_wrong_with_a_set_is_said_without_showing_it() {
        let short = json!({"kty": "oct", "k": "c2VjcmV0LTQ3MTE"});
        for (text, words) in [
            ("", "line 1"),
            ("secret-4711", "no JWK set: see line 1, column 1"),
            ("{\n\"keys\": \"secret-4711\"}", "line 2"),
            ("{\"keys\": []}", "no key for"),
            (&json!({ "keys": [short] }).to_string(), "key 1 is broken or too short"),
            ("{\"keys\": [{\"kty\": \"RSA\", \"n\": \"AQAB\", \"e\": \"AQAB\"}]}", "key 1"),
            ("{\"keys\": [{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"%\"}]}", "key 1"),
        ] {
            let error = Keys::of(None, Some(text)).unwrap_err().to_string();
            assert!(error.contains(words) && !error.contains("4711") && !error.contains("c2Vj"), "{error}");
        }
    }

    #[test]
    fn a_secret_that_can_be_guessed_is_none() {
        assert_eq!("0123456789abcdef0123456789abcde".parse::<Secret>(), Err(ShortSecret));
        let secret: Secret = "0123456789abcdef0123456789abcdef".parse().unwrap();
        assert_eq!(format!("{secret:?}"), "Secret");
    }
}
