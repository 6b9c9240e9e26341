//! Makes tokens for development, and keys to sign them by.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use jsonwebtoken::{
    Algorithm, EncodingKey, Header,
    errors::Error,
    jwk::{Jwk, JwkSet, PublicKeyUse, ThumbprintHash},
};
use ogrom_core::scope::{Scope, Scopes, UnknownScope};
use ogrom_protocols::Clock;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{TokenCommand, crypto};

/// The head of an Ed25519 key in PKCS #8, which the 32 bytes of the key follow (RFC 8410 §7).
const PKCS8: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// Why no token or key was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MakeError {
    /// There is no user to make a token for.
    #[error("a token needs a --user")]
    NoUser,
    /// Nothing to sign by.
    #[error("a token needs --key FILE, or --jwt-secret SECRET, to be signed by")]
    NoKey,
    /// A scope that the service does not have.
    #[error("a token cannot permit that")]
    Scope(#[from] UnknownScope),
    /// A file that cannot be read or written.
    #[error("the file '{}' cannot be used", .0.display())]
    File(PathBuf, #[source] io::Error),
    /// A file without a private key in it.
    #[error("the file '{}' is no private key as `ogrom token --new-key` makes it", .0.display())]
    NotPrivate(PathBuf),
    /// The library refused.
    #[error("no token can be made")]
    Refused(#[from] Error),
}

/// A private key (RFC 8037 §2).
#[derive(Serialize, Deserialize)]
struct PrivateKey {
    #[serde(flatten)]
    public: Jwk,
    d: String,
}

/// Makes what the command asks for: a token for a service of these scopes, or a key out of this randomness. What is
/// returned is to be printed.
pub fn make(
    command: &TokenCommand,
    scopes: &[Scope],
    clock: &dyn Clock,
    seed: [u8; 32],
) -> Result<String, MakeError> {
    crypto::install();
    match &command.new_key {
        Some(file) => new_key(file, seed),
        None => token(command, scopes, clock),
    }
}

fn token(command: &TokenCommand, scopes: &[Scope], clock: &dyn Clock) -> Result<String, MakeError> {
    let user = command.user.as_ref().ok_or(MakeError::NoUser)?;
    let (header, key) = signing(command)?;
    let now = clock.now();
    let mut claims = json!({
        "sub": user.as_str(),
        "scope": Scopes::parse(&command.scope, scopes)?.to_string(),
        "iat": now.as_millis() / 1000,
        "exp": now.after(command.ttl).as_millis() / 1000,
    });
    for (name, value) in [("iss", &command.jwt.issuer), ("aud", &command.jwt.audience)] {
        if let Some(value) = value {
            claims[name] = value.as_str().into();
        }
    }
    Ok(jsonwebtoken::encode(&header, &claims, &key)?)
}

/// By what a token is signed, and what it says of that.
fn signing(command: &TokenCommand) -> Result<(Header, EncodingKey), MakeError> {
    if let Some(file) = &command.key {
        let text = fs::read_to_string(file).map_err(|error| MakeError::File(file.clone(), error))?;
        // The text is not repeated: it is a secret.
        let key: Option<PrivateKey> = serde_json::from_str(&text).ok();
        let seed = key.as_ref().and_then(|key| BASE64.decode(&key.d).ok()?.try_into().ok());
        let (Some(key), Some(seed)) = (key, seed) else { return Err(MakeError::NotPrivate(file.clone())) };
        let header = Header { kid: key.public.common.key_id, ..Header::new(Algorithm::EdDSA) };
        return Ok((header, encoding(seed)));
    }
    let secret = command.jwt.secret.as_ref().ok_or(MakeError::NoKey)?;
    Ok((Header::new(Algorithm::HS256), EncodingKey::from_secret(secret.bytes())))
}

fn new_key(file: &Path, seed: [u8; 32]) -> Result<String, MakeError> {
    let mut public = Jwk::from_encoding_key(&encoding(seed), Algorithm::EdDSA)?;
    public.common.key_id = Some(public.thumbprint(ThumbprintHash::SHA256)?);
    public.common.public_key_use = Some(PublicKeyUse::Signature);
    let private = PrivateKey { public: public.clone(), d: BASE64.encode(seed) };
    let text = serde_json::to_string(&private).map_err(Error::from)?;
    write_secret(file, &text).map_err(|error| MakeError::File(file.to_owned(), error))?;
    Ok(serde_json::to_string_pretty(&JwkSet { keys: vec![public] }).map_err(Error::from)?)
}

/// Into a new file that no other user may read.
fn write_secret(file: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.write(true).create_new(true).open(file)?;
    writeln!(file, "{text}")
}

fn encoding(seed: [u8; 32]) -> EncodingKey {
    EncodingKey::from_ed_der(&[&PKCS8[..], &seed].concat())
}
