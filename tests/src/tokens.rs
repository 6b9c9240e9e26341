//! JWTs as others make them, right ones and wrong ones: written and signed here by hand, so that the service is
//! tested by code that is not its own.

#![expect(
    clippy::missing_panics_doc,
    reason = "a harness panics where something fails, and so fails the test"
)]

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD as BASE64},
};
use ogrom_core_fashion::moderation::SCOPES;
use ogrom_protocols::Clock;
use ogrom_server::system::SystemClock;
use ogrom_server_identity::{Authenticator, Jwts, Rules, Tokens};
use ring::{
    hmac,
    rand::SystemRandom,
    rsa::PublicKeyComponents,
    signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair},
};
use serde_json::{Value, json};

/// The issuer of tokens.
pub const ISSUER: &str = "https://issuer.example";

/// The audience of tokens.
pub const AUDIENCE: &str = "ogrom";

/// The secret that some are signed by.
pub const SECRET: &str = "a-secret-of-tests-that-is-long-enough";

/// The key that a token is signed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// By the Ed25519 key.
    Ed25519,
    /// By the RSA key.
    Rsa,
    /// By the secret.
    Secret,
    /// No key, as it declares itself.
    ByNobody,
    /// Uses the RSA key, which is public, in place of a secret.
    ByThePublicKey,
}

/// A key for tests alone.
static RSA: LazyLock<RsaKeyPair> = LazyLock::new(|| {
    let text: String = include_str!("tokens/rsa.b64").split_whitespace().collect();
    let key = BASE64_STANDARD.decode(text).expect("a key in base64");
    RsaKeyPair::from_der(&key).expect("an RSA key")
});

fn ed25519() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("any 32 bytes are a key")
}

/// The public keys, as a JWK set.
pub fn keys() -> String {
    let PublicKeyComponents { n, e } = PublicKeyComponents::<Vec<u8>>::from(RSA.public());
    let x = BASE64.encode(ed25519().public_key());
    json!({"keys": [
        {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "ed", "x": x},
        {"kty": "RSA", "use": "sig", "kid": "rsa", "n": BASE64.encode(n), "e": BASE64.encode(e)},
    ]})
    .to_string()
}

/// An authenticator for the tokens of this list, and JWTs.
pub fn authenticator(list: &str) -> Authenticator {
    let rules = Rules {
        issuer: Some(ISSUER.into()),
        audience: Some(AUDIENCE.into()),
        scopes: SCOPES,
        leeway: Duration::from_mins(1),
    };
    let secret = Some(SECRET.parse().expect("it is long enough"));
    let jwts = Jwts::new(rules, secret, Some(&keys()), Arc::new(SystemClock)).expect("a JWK set");
    let tokens = Tokens::parse(list, SCOPES).expect("this is how tokens are written");
    Authenticator::new(tokens, Some(Arc::new(jwts)))
}

/// The claims of a valid token for this user, with these scopes. It is valid for an hour.
pub fn claims(user: &str, scope: &str) -> Value {
    json!({"sub": user, "scope": scope, "iss": ISSUER, "aud": AUDIENCE, "exp": now() + 3600})
}

/// The time in seconds since 1970.
pub fn now() -> i64 {
    SystemClock.now().as_millis() / 1000
}

/// A token with these claims.
pub fn jwt(claims: &Value, signed: Signed) -> String {
    let header = match signed {
        Signed::Ed25519 => json!({"alg": "EdDSA", "kid": "ed"}),
        Signed::Rsa => json!({"alg": "RS256", "kid": "rsa"}),
        Signed::Secret => json!({"alg": "HS256"}),
        Signed::ByNobody => json!({"alg": "none"}),
        Signed::ByThePublicKey => json!({"alg": "HS256", "kid": "rsa"}),
    };
    let message = format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(claims.to_string()));
    let bytes = message.as_bytes();
    let mac = |key: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), bytes).as_ref().to_vec();
    let signature = match signed {
        Signed::Ed25519 => ed25519().sign(bytes).as_ref().to_vec(),
        Signed::Rsa => {
            let mut signature = vec![0; RSA.public().modulus_len()];
            RSA.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), bytes, &mut signature).expect("a signature");
            signature
        }
        Signed::Secret => mac(SECRET.as_bytes()),
        Signed::ByNobody => Vec::new(),
        Signed::ByThePublicKey => mac(RSA.public().as_ref()),
    };
    format!("{message}.{}", BASE64.encode(signature))
}
