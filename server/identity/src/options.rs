//! The options of JWTs, and those of the command that makes tokens.

use std::{path::PathBuf, time::Duration};

use clap::Args;
use ogrom_core::scope::Scope;
use ogrom_protocols_model::UserId;
use ogrom_server_config::{duration, name};

use super::{Rules, Secret};

/// Which JWTs are taken as bearer tokens, beside the tokens of a list.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Identity")]
pub struct IdentityOptions {
    /// A file with the keys by which JWTs are signed, as a JWK set; it is read again whenever it changes
    #[arg(long, value_name = "FILE", env)]
    pub jwt_keys: Option<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub jwt: JwtOptions,
    /// How far the clock of the issuer may differ
    #[arg(long, value_name = "TIME", env, default_value = "60s", value_parser = duration)]
    pub jwt_leeway: Duration,
}

/// The values that the issuer and the service must agree on.
#[derive(Debug, Clone, Args)]
pub struct JwtOptions {
    /// The secret by which JWTs are signed, 32 bytes at least, where it is not by keys
    #[arg(env, hide_env_values = true, long = "jwt-secret", value_name = "SECRET")]
    pub secret: Option<Secret>,
    /// The issuer of JWTs; those of others are not taken
    #[arg(long = "jwt-issuer", value_name = "NAME", env, value_parser = name)]
    pub issuer: Option<String>,
    /// The audience of JWTs; those for others are not taken
    #[arg(long = "jwt-audience", value_name = "NAME", env, value_parser = name)]
    pub audience: Option<String>,
}

/// How to make a token for development, or a key to sign such tokens by.
#[derive(Debug, Clone, Args)]
pub struct TokenCommand {
    /// The user whom the token stands for
    #[arg(long, value_name = "USER", required_unless_present = "new_key")]
    pub user: Option<UserId>,
    /// The scopes that it permits, separated by spaces
    #[arg(long, value_name = "SCOPES", default_value = "write")]
    pub scope: String,
    /// How long it holds
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = duration)]
    pub ttl: Duration,
    /// The file of the private key that signs it; without one, the secret does
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub jwt: JwtOptions,
    /// Make a key instead: the private one goes into this new file, the public one, as a set for `--jwt-keys`, is printed
    #[arg(long, value_name = "FILE", conflicts_with_all = ["user", "key"])]
    pub new_key: Option<PathBuf>,
}

// === impl IdentityOptions ===

impl IdentityOptions {
    /// The rules by which JWTs are judged, in a service of these scopes; absent where none are taken.
    pub fn rules(&self, scopes: &'static [Scope]) -> Option<Rules> {
        let taken = self.jwt_keys.is_some() || self.jwt.secret.is_some();
        let JwtOptions { issuer, audience, .. } = self.jwt.clone();
        taken.then_some(Rules { issuer, audience, scopes, leeway: self.jwt_leeway })
    }
}
