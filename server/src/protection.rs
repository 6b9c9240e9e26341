//! The options of what stands between a service and its sources: policies and caches.

use std::time::Duration;

use clap::Args;
use ogrom_server_config::{at_least, duration, limit};
use ogrom_sources_decorate::{BreakerOptions, BulkheadOptions, CacheLimits, Resilience};

/// The size of the cache of source calls by default: 64 MiB.
const CACHE_BYTES: u64 = 64 << 20;

/// The size of the response cache by default: 32 MiB.
const REPRESENTATION_BYTES: u64 = 32 << 20;

/// How a service is protected from its sources, and they from it. Durations are written `500ms`, `2s`, `10m`.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Sources")]
pub struct Protection {
    /// How long a call of a source may take
    #[arg(long, value_name = "TIME", env, default_value = "5s", value_parser = limit)]
    pub source_timeout: Duration,
    /// How many reading calls of a source run at once, and as many writing ones
    #[arg(long, value_name = "NUMBER", env, default_value_t = 64, value_parser = at_least(1_usize))]
    pub source_concurrency: usize,
    /// How many calls may wait for those
    #[arg(long, value_name = "NUMBER", env, default_value_t = 1024)]
    pub source_queue: usize,
    /// How long a call waits for those
    #[arg(long, value_name = "TIME", env, default_value = "1s", value_parser = duration)]
    pub source_wait: Duration,
    /// How many failures in a row open the circuit to a source; one does in any case
    #[arg(long, value_name = "NUMBER", env, default_value_t = 5)]
    pub breaker_failures: u32,
    /// How long the circuit stays open before one call tries whether the source is back, and then another
    #[arg(long, value_name = "TIME", env, default_value = "1s", value_parser = duration)]
    pub breaker_open: Duration,
    /// How much memory the cache of source calls may take; 0 for no cache
    #[arg(long, value_name = "BYTES", env, default_value_t = CACHE_BYTES)]
    pub cache_bytes: u64,
    /// How much memory the response cache may take, which stands before it; 0 for no such cache
    #[arg(long, value_name = "BYTES", env, default_value_t = REPRESENTATION_BYTES)]
    pub representation_bytes: u64,
    /// How old a cached result may be, and so how late a change shows that another process made
    #[arg(long, value_name = "TIME", env, default_value = "5s", value_parser = duration)]
    pub cache_age: Duration,
    /// How much older a cached result may be while its source is down
    #[arg(long, value_name = "TIME", env, default_value = "10m", value_parser = duration)]
    pub cache_stale: Duration,
}

// === impl Protection ===

impl Protection {
    /// The policies before a source.
    pub fn resilience(&self) -> Resilience {
        let Self { source_timeout: timeout, source_wait: wait, breaker_open: open, .. } = *self;
        let bulkhead =
            BulkheadOptions { concurrent: self.source_concurrency, waiting: self.source_queue, wait };
        let breaker = BreakerOptions { failures: self.breaker_failures, open };
        Resilience { bulkhead, breaker, timeout }
    }

    /// The cache of source calls, if there is one.
    pub fn cache(&self) -> Option<CacheLimits> {
        (self.cache_bytes > 0).then_some(CacheLimits {
            bytes: self.cache_bytes,
            max_age: self.cache_age,
            max_stale: self.cache_stale,
            fill: self.source_timeout,
        })
    }

    /// The size of the response cache in bytes, if there is one. It needs the cache of source calls, which knows for how long
    /// a response is valid.
    pub fn response_cache(&self) -> Option<u64> {
        (self.cache_bytes > 0 && self.representation_bytes > 0).then_some(self.representation_bytes)
    }
}
