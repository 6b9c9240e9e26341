//! The options of metrics and traces.

use clap::Args;

use crate::{MetricsAccess, MetricsToken, Networks};

/// Access to the metrics, and which requests are traced.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Metrics and traces")]
pub struct ObservedOptions {
    /// The bearer token that permits reading `/metrics` from any address
    #[arg(long, value_name = "TOKEN", env, hide_env_values = true)]
    pub metrics_token: Option<MetricsToken>,
    /// The networks that may read `/metrics` without a token, separated by spaces. A request through a proxy is in none
    #[arg(long, value_name = "NETWORKS", env, default_value = "127.0.0.0/8 ::1")]
    pub metrics_networks: Networks,
    /// The share of new traces that are recorded, from 0 to 1
    #[arg(long, value_name = "SHARE", env, default_value = "0", value_parser = share)]
    pub trace_sample: f64,
    /// The OTLP/HTTP collector of recorded traces, such as `http://localhost:4318`
    #[cfg(feature = "otlp")]
    #[arg(long, value_name = "URL", env)]
    pub otlp_endpoint: Option<crate::otlp::CollectorUrl>,
}

// === impl ObservedOptions ===

impl ObservedOptions {
    /// The access rule of the metrics page.
    pub fn metrics_access(&self) -> MetricsAccess {
        MetricsAccess { token: self.metrics_token.clone(), networks: self.metrics_networks.clone() }
    }
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "a share is a number from 0 to 1".to_owned())
}
