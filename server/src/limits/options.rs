//! The options that limit requests.

use std::num::NonZeroU32;

use clap::Args;
use ogrom_server_config::{at_least, options_from};

/// How many requests per second each client may make where the service is open to others than this machine.
const CLIENT_RATE: u32 = 200;

/// How many each user may make there.
const USER_RATE: u32 = 200;

/// The limits on requests.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits")]
pub struct RequestLimits {
    /// The number of trusted proxies in front of the service. So many entries of `X-Forwarded-For`, counted from the right,
    /// are used, and the last of them is the client
    #[arg(long, value_name = "NUMBER", env, default_value_t = 0)]
    pub trusted_proxies: usize,
    /// The limit of concurrent requests; further ones get 503
    #[arg(long, value_name = "NUMBER", env, default_value_t = 1024, value_parser = at_least(1_usize))]
    pub requests: usize,
    /// The limit of requests per second and client address, on average over ten seconds; further ones get 429; 0 for no
    /// limit [default: 200, or no limit if only this machine can connect]
    #[arg(long, value_name = "NUMBER", env)]
    pub client_rate: Option<u32>,
    /// The limit of requests per second and user, over all addresses; 0 for no limit [default: as for each client]
    #[arg(long, value_name = "NUMBER", env)]
    pub user_rate: Option<u32>,
    /// Whether only this machine can connect; then each client is limited by what an option says, and by nothing else. It is
    /// found out by the listener; until then the service is taken for a public one.
    #[arg(skip)]
    pub loopback_only: bool,
}

/// Which clients can connect to a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exposure {
    /// Those on this machine alone.
    Loopback,
    /// Any client, each over connections of its own.
    Direct,
    /// Any client, over the connections of trusted proxies.
    Proxied,
}

// === impl RequestLimits ===

impl RequestLimits {
    /// The same, for a service to which only this machine can connect, or not.
    #[must_use]
    pub fn loopback_only(self, loopback_only: bool) -> Self {
        Self { loopback_only, ..self }
    }

    /// Which clients can connect.
    pub fn exposure(&self) -> Exposure {
        match self.trusted_proxies {
            0 if self.loopback_only => Exposure::Loopback,
            0 => Exposure::Direct,
            // Requests through a proxy come from others, however near the proxy is.
            _ => Exposure::Proxied,
        }
    }

    /// How many requests per second each client may make.
    pub(super) fn rate_of_each_client(&self) -> Option<NonZeroU32> {
        self.chosen_or(self.client_rate, CLIENT_RATE)
    }

    /// How many requests per second each user may make.
    pub(super) fn rate_of_each_user(&self) -> Option<NonZeroU32> {
        self.chosen_or(self.user_rate, USER_RATE)
    }

    fn chosen_or(&self, chosen: Option<u32>, usual: u32) -> Option<NonZeroU32> {
        let is_open = self.exposure() != Exposure::Loopback;
        chosen.or(is_open.then_some(usual)).and_then(NonZeroU32::new)
    }
}

impl Default for RequestLimits {
    /// The defaults of all options.
    fn default() -> Self {
        options_from(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_are_bounded_and_this_machine_is_not() {
        let usual = |options: &RequestLimits| {
            [options.rate_of_each_client(), options.rate_of_each_user()].map(|rate| rate.map(NonZeroU32::get))
        };
        let open = RequestLimits::default();
        assert_eq!(usual(&open), [Some(CLIENT_RATE), Some(USER_RATE)], "unless something else is known");
        let alone = open.loopback_only(true);
        assert_eq!(usual(&alone), [None; 2]);
        let behind = RequestLimits { trusted_proxies: 1, ..alone.clone() };
        assert_eq!(usual(&behind), [Some(CLIENT_RATE), Some(USER_RATE)]);
        let chosen = RequestLimits { client_rate: Some(7), user_rate: Some(0), ..alone };
        assert_eq!(usual(&chosen), [Some(7), None]);
    }
}
