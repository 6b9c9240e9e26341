//! The options of the command `healthcheck`.

use clap::Args;

/// Which health page to request.
#[derive(Debug, Clone, Args)]
pub struct HealthcheckCommand {
    /// The page to request; by default, whether the service on this machine is ready
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// The port of the service on this machine
    #[arg(long, value_name = "PORT", env, default_value_t = 8080)]
    pub port: u16,
    /// Ask only whether it answers, whatever it depends on
    #[arg(long)]
    pub live: bool,
}
