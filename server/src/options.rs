//! The options of every service.

use std::sync::Arc;

use clap::Args;
use ogrom_core::scope::Scope;
use ogrom_server_config::ConfigFault;
use ogrom_server_identity::{self as identity, IdentityOptions};
use ogrom_server_telemetry::{ObservedOptions, log::LogOptions};

use crate::{
    command::chain,
    lifecycle::DrainOptions,
    limits::RequestLimits,
    system::SystemClock,
    web::{Web, WebOptions, base_path::BasePath, cors::CorsError},
};

/// The options of every service.
#[derive(Debug, Clone, Args)]
#[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
pub struct ServerOptions {
    /// For development: show the path of every request through the decision graph, in a response header and on the page
    /// `/_trace`. Only for an address of this machine alone
    #[arg(long, env, help_heading = None::<&'static str>)]
    pub trace: bool,
    #[command(flatten)]
    pub identity: IdentityOptions,
    #[command(flatten)]
    pub limits: RequestLimits,
    #[command(flatten)]
    pub drain: DrainOptions,
    #[command(flatten)]
    pub observed: ObservedOptions,
    #[command(flatten)]
    pub log: LogOptions,
    #[command(flatten)]
    pub web: WebOptions,
}

// === impl ServerOptions ===

impl ServerOptions {
    /// The faults of valid values that prevent a start: unusable keys, and values that contradict each other. `scopes` are
    /// those that a token can have.
    pub fn faults(&self, scopes: &'static [Scope]) -> Vec<ConfigFault> {
        let keys = identity::read(&self.identity, scopes, Arc::new(SystemClock)).err();
        let keys = keys.map(|why| ConfigFault::new("jwt-keys", chain(&why)));
        let origins =
            |why: CorsError| ConfigFault::new("cors-credentials", why.to_string()).beside(&["cors-origins"]);
        keys.into_iter()
            .chain(Web::new(&self.web).err().map(origins))
            .chain(self.untrusted_prefix())
            .collect()
    }

    /// The fault of a prefix that comes from proxies, of which none is trusted.
    fn untrusted_prefix(&self) -> Option<ConfigFault> {
        let is_unknown = self.web.base_path == Some(BasePath::Forwarded) && self.limits.trusted_proxies == 0;
        let why = "X-Forwarded-Prefix is believed of trusted proxies alone, and --trusted-proxies is 0";
        is_unknown.then(|| ConfigFault::new("base-path", why).beside(&["trusted-proxies"]))
    }
}
