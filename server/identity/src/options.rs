//! The options of JWTs, and those of the command that makes tokens.

use std::{path::PathBuf, time::Duration};

use clap::Args;
use ogrom_core::scope::Scope;
use ogrom_protocols_model::UserId;
use ogrom_server_config::{duration, name};

use super::{Rules, Secret};

/// The options for JWTs as bearer tokens.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Identity")]
pub struct IdentityOptions {
    /// A JWK set file with the public keys of JWTs; it is read again whenever it changes
    #[arg(long, value_name = "FILE", env)]
    pub jwt_keys: Option<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub jwt: JwtOptions,
    /// The tolerated difference between the clocks of the issuer and the service
    #[arg(long, value_name = "TIME", env, default_value = "60s", value_parser = duration)]
    pub jwt_leeway: Duration,
}

/// The values that the issuer and the service must agree on.
#[derive(Debug, Clone, Args)]
pub struct JwtOptions {
    /// The secret of JWTs that are signed with a secret, of at least 32 bytes
    #[arg(env, hide_env_values = true, long = "jwt-secret", value_name = "SECRET")]
    pub secret: Option<Secret>,
    /// The accepted issuer of JWTs
    #[arg(long = "jwt-issuer", value_name = "NAME", env, value_parser = name)]
    pub issuer: Option<String>,
    /// The accepted audience of JWTs
    #[arg(long = "jwt-audience", value_name = "NAME", env, value_parser = name)]
    pub audience: Option<String>,
}

/// The options of the command that makes a token for development, or a key to sign such tokens.
#[derive(Debug, Clone, Args)]
pub struct TokenCommand {
    /// The user of the token
    #[arg(long, value_name = "USER", required_unless_present = "new_key")]
    pub user: Option<UserId>,
    /// The scopes of the token, separated by spaces
    #[arg(long, value_name = "SCOPES", default_value = "write")]
    pub scope: String,
    /// The lifetime of the token
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = duration)]
    pub ttl: Duration,
    /// The file of the private key that signs it [default: the secret signs it]
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    #[command(flatten)]
    #[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
    pub jwt: JwtOptions,
    /// Make a key instead: write the private key to this new file, and print the public key as a set for `--jwt-keys`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["user", "key"])]
    pub new_key: Option<PathBuf>,
}

// === impl IdentityOptions ===

impl IdentityOptions {
    /// The rules for JWTs in a service with these scopes; `None` if it accepts no JWTs.
    pub fn rules(&self, scopes: &'static [Scope]) -> Option<Rules> {
        let taken = self.jwt_keys.is_some() || self.jwt.secret.is_some();
        let JwtOptions { issuer, audience, .. } = self.jwt.clone();
        taken.then_some(Rules { issuer, audience, scopes, leeway: self.jwt_leeway })
    }
}
