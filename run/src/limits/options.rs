//! The options that bound what clients can take.

use std::time::Duration;

use clap::{Args, Command, FromArgMatches};
use ogrom_server_config::{at_least, limit};

/// How many connections each client may have where the service is open to others than this machine.
const CLIENT_CONNECTIONS: u32 = 256;

/// How many requests per second each client may make there.
const CLIENT_RATE: u32 = 200;

/// How many each user may make there.
const USER_RATE: u32 = 200;

/// The smallest bound of a head: whatever reads heads cannot do with less than 8 KiB.
const SMALLEST_HEAD: usize = 8 << 10;

/// The smallest bound of content, in bytes: less than a comment or a collage takes, so that every write would be refused.
const SMALLEST_CONTENT: u64 = 256;

/// What clients may take. Durations are written `500ms`, `2s`, `10m`.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitOptions {
    /// How many proxies before the service are trusted: so many entries of `X-Forwarded-For`, counted from the right, are
    /// believed, and the last of them is the client
    #[arg(long, value_name = "NUMBER", env, default_value_t = 0)]
    pub trusted_proxies: usize,
    /// How many connections are open at most; more wait to be accepted
    #[arg(long, value_name = "NUMBER", env, default_value_t = 16_384, value_parser = at_least(1_usize))]
    pub connections: usize,
    /// How many connections each client address may have, an IPv6 network of 64 bits being one; more are closed; 0 for any
    /// number [default: 256, or any number where only this machine can connect or a proxy is trusted]
    #[arg(long, value_name = "NUMBER", env)]
    pub client_connections: Option<u32>,
    /// How many requests are worked on at once; more are refused at once, by 503
    #[arg(long, value_name = "NUMBER", env, default_value_t = 1024, value_parser = at_least(1_usize))]
    pub requests: usize,
    /// How many requests per second each client address may make, on average over ten seconds; more are refused, by 429;
    /// 0 for any number [default: 200, or any number where only this machine can connect]
    #[arg(long, value_name = "NUMBER", env)]
    pub client_rate: Option<u32>,
    /// How many requests per second each user may make, from wherever; 0 for any number [default: as for each client]
    #[arg(long, value_name = "NUMBER", env)]
    pub user_rate: Option<u32>,
    /// How long a client may take to send a head, that is, the target and all header fields
    #[arg(long, value_name = "TIME", env, default_value = "10s", value_parser = limit)]
    pub header_timeout: Duration,
    /// How long a connection is kept on which nothing is asked; longer than a balancer keeps it, lest it asks on a
    /// connection that is just being closed
    #[arg(long, value_name = "TIME", env, default_value = "75s", value_parser = limit)]
    pub idle_timeout: Duration,
    /// How long a client may take to send the content of a request
    #[arg(long, value_name = "TIME", env, default_value = "20s", value_parser = limit)]
    pub content_timeout: Duration,
    /// How long a client may send nothing in the middle of that content
    #[arg(long, value_name = "TIME", env, default_value = "5s", value_parser = limit)]
    pub content_stall: Duration,
    /// How long a client may take nothing of an answer
    #[arg(long, value_name = "TIME", env, default_value = "20s", value_parser = limit)]
    pub answer_stall: Duration,
    /// The largest head, in bytes; the engine itself takes no more than 8 KiB of target and 32 KiB of header fields
    #[arg(long, value_name = "BYTES", env, default_value_t = 64 << 10, value_parser = at_least(SMALLEST_HEAD))]
    pub head_bytes: usize,
    /// The largest content of a request, in bytes, whatever a resource would take
    #[arg(long, value_name = "BYTES", env, default_value_t = 16 << 20, value_parser = at_least(SMALLEST_CONTENT))]
    pub content_bytes: u64,
    /// How many requests one connection of HTTP/2 may make at once
    #[arg(long, value_name = "NUMBER", env, default_value_t = 100, value_parser = at_least(1_u32))]
    pub http2_streams: u32,
    /// Whether none but this machine can connect; then each client is bounded by what an option says, and by nothing else.
    #[arg(skip = true)]
    pub among_ourselves: bool,
}

// === impl LimitOptions ===

impl LimitOptions {
    /// The same, for a service that is open to others than this machine, or not.
    #[must_use]
    pub fn among_ourselves(self, among_ourselves: bool) -> Self {
        Self { among_ourselves, ..self }
    }

    /// How many connections each client may have. Those of a proxy are everybody's.
    pub(crate) fn connections_of_each(&self) -> Option<u32> {
        let usual = (self.trusted_proxies == 0).then_some(CLIENT_CONNECTIONS);
        self.chosen_or(self.client_connections, usual)
    }

    /// How many requests per second each client may make.
    pub(super) fn rate_of_each_client(&self) -> Option<u32> {
        self.chosen_or(self.client_rate, Some(CLIENT_RATE))
    }

    /// How many requests per second each user may make.
    pub(super) fn rate_of_each_user(&self) -> Option<u32> {
        self.chosen_or(self.user_rate, Some(USER_RATE))
    }

    fn chosen_or(&self, chosen: Option<u32>, usual: Option<u32>) -> Option<u32> {
        let private = self.among_ourselves && self.trusted_proxies == 0;
        chosen.or(usual.filter(|_| !private)).filter(|number| *number > 0)
    }
}

impl Default for LimitOptions {
    /// Those of a service that is not told otherwise.
    fn default() -> Self {
        let command = Self::augment_args(Command::new("defaults")).mut_args(|option| option.env(None));
        let defaults = Self::from_arg_matches(&command.get_matches_from(["defaults"]));
        defaults.expect("every option has a default")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_are_bounded_and_this_machine_is_not() {
        let usual = |options: &LimitOptions| {
            [options.connections_of_each(), options.rate_of_each_client(), options.rate_of_each_user()]
        };
        let alone = LimitOptions::default();
        assert_eq!(usual(&alone), [None; 3]);
        let open = alone.clone().among_ourselves(false);
        assert_eq!(usual(&open), [Some(CLIENT_CONNECTIONS), Some(CLIENT_RATE), Some(USER_RATE)]);
        // What a proxy passes on comes from others, however near the proxy is.
        let behind = LimitOptions { trusted_proxies: 1, ..alone.clone() };
        assert_eq!(usual(&behind), [None, Some(CLIENT_RATE), Some(USER_RATE)]);
        let chosen = LimitOptions { client_rate: Some(7), user_rate: Some(0), ..alone };
        assert_eq!(usual(&chosen), [None, Some(7), None]);
    }
}
