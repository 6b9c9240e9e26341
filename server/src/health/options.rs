//! The options of the command `healthcheck`.

use clap::Args;

/// The health page to request.
#[derive(Debug, Clone, Args)]
pub struct HealthcheckCommand {
    /// The page to request [default: the readiness of the service on this machine]
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// The port of the service on this machine
    #[arg(long, value_name = "PORT", env, default_value_t = 8080)]
    pub port: u16,
    /// Check only that the process responds, not that its dependencies are available
    #[arg(long)]
    pub live: bool,
}
