//! Judges one JWT: its signature, its time, its issuer and audience (RFC 7519 §7.2, RFC 8725).

use std::time::Duration;

use jsonwebtoken::{
    Algorithm, Header, Validation,
    errors::{Error, ErrorKind},
};
use ogrom_core::{
    facts::Grant,
    scope::{Scope, Scopes},
};
use ogrom_protocols_model::Timestamp;
use serde::Deserialize;

use super::{Subject, keys::Keys, reason::Reason};

/// The longest token that is looked at, in bytes.
const LONGEST: usize = 8 << 10;

/// The rules for JWTs beside their signatures.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The issuer; any that has a key, if absent.
    pub issuer: Option<String>,
    /// The audience; if absent, only tokens without one are taken.
    pub audience: Option<String>,
    /// The scopes of the service. Those that a token names beside them permit nothing here.
    pub scopes: &'static [Scope],
    /// How far clocks may differ.
    pub leeway: Duration,
}

/// The claims that are judged beside issuer and audience.
#[derive(Debug, Deserialize)]
struct Claims {
    sub: String,
    exp: f64,
    nbf: Option<f64>,
    #[serde(default)]
    scope: String,
}

/// A token that holds.
#[derive(Debug)]
pub(super) struct Verified {
    pub(super) subject: Subject,
    /// When it ceases to, in seconds since 1970.
    pub(super) until: f64,
}

/// The subject of a token at this time, in seconds since 1970; or why it has none.
pub(super) fn verify(token: &str, keys: &Keys, rules: &Rules, now: f64) -> Result<Verified, Reason> {
    if token.len() > LONGEST {
        return Err(Reason::TooLong);
    }
    let header = jsonwebtoken::decode_header(token).map_err(|_| Reason::NoJwt)?;
    if header.crit.is_some() || !is_access_token(&header) {
        return Err(Reason::Purpose);
    }
    let claims = claims(token, &header, keys, rules)?;
    let leeway = rules.leeway.as_secs_f64();
    if now >= claims.exp + leeway {
        return Err(Reason::Expired);
    }
    if claims.nbf.is_some_and(|from| now + leeway < from) {
        return Err(Reason::Early);
    }
    let user = claims.sub.parse().map_err(|_| Reason::NoUser)?;
    let grant = Grant::from(Scopes::granted(&claims.scope, rules.scopes)).until(instant(claims.exp));
    let subject = Subject { user, grant };
    Ok(Verified { subject, until: claims.exp + leeway })
}

/// The instant of so many seconds since 1970, in whole milliseconds. A number that is out of range is the last one that fits.
fn instant(seconds: f64) -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "a cast of a float saturates")]
    let millis = (seconds * 1000.0) as i64;
    Timestamp::from_millis(millis)
}

/// Tokens for other purposes may be signed by the same key (RFC 8725 §3.11), and say so in their type; most for access
/// say nothing, or `at+jwt` (RFC 9068 §2.1).
fn is_access_token(header: &Header) -> bool {
    let kind = header.typ.as_deref().map(str::to_ascii_lowercase);
    let kind = kind.as_deref().map(|kind| kind.strip_prefix("application/").unwrap_or(kind));
    matches!(kind, None | Some("jwt" | "at+jwt"))
}

/// The claims of a token whose signature, issuer and audience are valid.
fn claims(token: &str, header: &Header, keys: &Keys, rules: &Rules) -> Result<Claims, Reason> {
    let mut why = Reason::Key;
    for (algorithm, key) in keys.fitting(header) {
        match jsonwebtoken::decode(token, key, &validation(algorithm, rules)) {
            Ok(token) => return Ok(token.claims),
            // Without a `kid`, it may be another one's.
            Err(error) if matches!(error.kind(), ErrorKind::InvalidSignature) => {
                why = Reason::Signature;
            }
            Err(error) => return Err(reason(&error)),
        }
    }
    Err(why)
}

/// The rules that the library judges. Time is not among them: it would read the system's clock.
fn validation(algorithm: Algorithm, rules: &Rules) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.validate_exp = false;
    let mut required = vec!["exp", "sub"];
    if let Some(issuer) = &rules.issuer {
        validation.set_issuer(&[issuer]);
        required.push("iss");
    }
    if let Some(audience) = &rules.audience {
        validation.set_audience(&[audience]);
        required.push("aud");
    }
    validation.set_required_spec_claims(&required);
    validation
}

fn reason(error: &Error) -> Reason {
    match error.kind() {
        ErrorKind::InvalidAudience => Reason::Audience,
        ErrorKind::InvalidIssuer => Reason::Issuer,
        ErrorKind::MissingRequiredClaim(name) if name == "aud" => Reason::Audience,
        ErrorKind::MissingRequiredClaim(name) if name == "iss" => Reason::Issuer,
        _ => Reason::Malformed,
    }
}
