//! The options of browsers and caches.

use std::time::Duration;

use clap::{ArgAction, Args};
use ogrom_core_resource::{Caching, Lifetimes};
use ogrom_server_config::seconds;

use super::{
    base_path::BasePath,
    cache_tags::CacheTagFields,
    cors::{FieldNames, Origins},
};

/// The options for browsers and caches. Durations are written `30s`, `5m`.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Web")]
pub struct WebOptions {
    /// Whether responses are compressed with zstd, Brotli or gzip, for clients that accept it
    #[arg(long, value_name = "BOOL", env, default_value_t = true, action = ArgAction::Set)]
    pub compression: bool,
    /// The path prefix under which clients reach the service behind a proxy, as `/shop`, whether the proxy removes it or not;
    /// or `forwarded`, for the prefix that trusted proxies have removed and state in `X-Forwarded-Prefix`
    #[arg(long, value_name = "PATH", env)]
    pub base_path: Option<BasePath>,
    /// The origins whose pages may read responses in a browser, as `https://shop.example`, separated by commas;
    /// `https://*.shop.example` for every name below, `*` for all
    #[arg(long, value_name = "LIST", env)]
    pub cors_origins: Option<Origins>,
    /// The header fields that such pages may send beside the usual ones, as `x-datadog-trace-id`, separated by commas
    #[arg(long, value_name = "LIST", env)]
    pub cors_headers: Option<FieldNames>,
    /// Let pages of these origins send cookies and other credentials, for a proxy in front of the service that uses them
    #[arg(long, env)]
    pub cors_credentials: bool,
    /// The lifetime of `Strict-Transport-Security`, for a service that is only reached over HTTPS
    #[arg(long, value_name = "TIME", env, value_parser = seconds)]
    pub hsts: Option<Duration>,
    /// The `max-age` of a response to an anonymous request: how long browsers and caches may use it without revalidation
    #[arg(long, value_name = "TIME", env, default_value = "0s", value_parser = seconds)]
    pub max_age: Duration,
    /// The `s-maxage` of such a response: the same for shared caches, such as a CDN
    #[arg(long, value_name = "TIME", env, default_value = "0s", value_parser = seconds)]
    pub shared_max_age: Duration,
    /// The additional time in which such a response may be used while the cache revalidates it
    #[arg(long, value_name = "TIME", env, default_value = "0s", value_parser = seconds)]
    pub stale_while_revalidate: Duration,
    /// The additional time in which such a response may be used while the service fails
    #[arg(long, value_name = "TIME", env, default_value = "0s", value_parser = seconds)]
    pub stale_if_error: Duration,
    /// The header fields that name what a response shows, so that a CDN can purge it by these names: `cache-tag`,
    /// `surrogate-key`, `both` or `none`
    #[arg(long, value_enum, value_name = "FIELDS", env, default_value_t = CacheTagFields::None)]
    pub cache_tags: CacheTagFields,
}

// === impl WebOptions ===

impl WebOptions {
    /// How long data may be cached. A client with credentials reads its own writes, whatever is configured.
    pub fn caching(&self) -> Caching {
        let lifetimes = Lifetimes {
            max_age: self.max_age,
            shared: (self.shared_max_age != self.max_age).then_some(self.shared_max_age),
            stale_while_revalidate: self.stale_while_revalidate,
            stale_if_error: self.stale_if_error,
            anonymous_only: true,
            immutable: false,
        };
        if lifetimes == (Lifetimes { anonymous_only: true, ..Lifetimes::default() }) {
            Caching::Revalidate
        } else {
            Caching::Public(lifetimes)
        }
    }
}

#[cfg(test)]
mod tests {
    use ogrom_server_config::options_from;

    use super::*;
    use crate::web::Web;

    #[test]
    fn data_is_asked_for_again_unless_a_time_is_given() {
        assert_eq!(options_from::<WebOptions>(&[]).caching(), Caching::Revalidate);
        for argument in ["--max-age=1s", "--shared-max-age=1s", "--stale-if-error=1s"] {
            let caching = options_from::<WebOptions>(&[argument]).caching();
            assert!(matches!(caching, Caching::Public(Lifetimes { anonymous_only: true, .. })), "{argument}");
        }
    }

    #[test]
    fn pages_act_for_users_only_where_it_is_said_whose() {
        let error =
            Web::new(&options_from(&["--cors-origins=*", "--cors-credentials"])).unwrap_err().to_string();
        assert!(error.contains("--cors-credentials") && error.contains("--cors-origins"), "{error}");
        assert!(Web::new(&options_from(&["--cors-origins=https://a.example", "--cors-credentials"])).is_ok());
    }
}
