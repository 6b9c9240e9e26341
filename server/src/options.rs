//! The options of every service.

use clap::Args;
use ogrom_server_identity::IdentityOptions;
use ogrom_server_telemetry::{ObservedOptions, log::LogOptions};

use crate::{lifecycle::DrainOptions, limits::RequestLimits, web::WebOptions};

/// The options of every service.
#[derive(Debug, Clone, Args)]
#[expect(missing_docs, reason = "a doc comment would become the help text of the whole command")]
pub struct ServerOptions {
    /// For development: show the path of every request through the decision graph, in its response header and on the page
    /// /_trace; only where this machine alone can connect
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
