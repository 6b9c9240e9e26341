//! The options of what stands between a service and its sources: policies and caches.

use std::time::Duration;

use clap::Args;
use ogrom_server_config::{at_least, duration, limit};
use ogrom_sources_decorate::{BreakerOptions, BulkheadOptions, CacheLimits, Resilience};

/// The size of the cache of source calls by default: 64 MiB.
const CACHE_BYTES: u64 = 64 << 20;

/// The size of the response cache by default: 32 MiB.
const REPRESENTATION_BYTES: u64 = 32 << 20;

/// The options of source policies and caches. Durations are written `500ms`, `2s`, `10m`.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Sources")]
pub struct Protection {
    /// The timeout of a source call
    #[arg(long, value_name = "TIME", env, default_value = "5s", value_parser = limit)]
    pub source_timeout: Duration,
    /// The limit of concurrent reads of a source; as many writes run beside them
    #[arg(long, value_name = "NUMBER", env, default_value_t = 64, value_parser = at_least(1_usize))]
    pub source_concurrency: usize,
    /// The limit of calls that wait for a free place
    #[arg(long, value_name = "NUMBER", env, default_value_t = 1024)]
    pub source_queue: usize,
    /// The longest wait of a call for a free place
    #[arg(long, value_name = "TIME", env, default_value = "1s", value_parser = duration)]
    pub source_wait: Duration,
    /// The number of consecutive failures that opens the circuit of a source; 0 counts as 1
    #[arg(long, value_name = "NUMBER", env, default_value_t = 5)]
    pub breaker_failures: u32,
    /// The time for which the circuit stays open before each trial call
    #[arg(long, value_name = "TIME", env, default_value = "1s", value_parser = duration)]
    pub breaker_open: Duration,
    /// The size of the cache of source calls; 0 for no cache
    #[arg(long, value_name = "BYTES", env, default_value_t = CACHE_BYTES)]
    pub cache_bytes: u64,
    /// The size of the response cache; 0 for no cache
    #[arg(long, value_name = "BYTES", env, default_value_t = REPRESENTATION_BYTES)]
    pub representation_bytes: u64,
    /// The maximum age of a cached result. A change by another process may become visible so much later
    #[arg(long, value_name = "TIME", env, default_value = "5s", value_parser = duration)]
    pub cache_age: Duration,
    /// The additional age of a cached result while its source is down
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

    /// The size of the response cache in bytes, if there is one. It needs the cache of source calls, which knows the validity
    /// of a response.
    pub fn response_cache(&self) -> Option<u64> {
        (self.cache_bytes > 0 && self.representation_bytes > 0).then_some(self.representation_bytes)
    }
}
