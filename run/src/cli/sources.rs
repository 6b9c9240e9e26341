//! The options of what stands between the service and its sources: protection, cache, replicas.

use std::time::Duration;

use clap::{Args, ValueHint};
use ogrom_server_config::{at_least, duration, limit};

use crate::database::ReplicaList;

/// How much a service that is not told otherwise caches: 64 MiB.
const CACHE_BYTES: u64 = 64 << 20;

/// How much of what a service sends that is not told otherwise it keeps written: 32 MiB.
const REPRESENTATION_BYTES: u64 = 32 << 20;

/// What is read from instead of the database, as long as it shows what the asker must see.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Replicas")]
pub struct Replicas {
    /// The URLs of replicas of the database, separated by spaces; reads go to them, and whoever has written sees it all
    /// the same
    #[arg(long = "replicas", value_name = "URLS", env, hide_env_values = true, value_hint = ValueHint::Url)]
    pub list: Option<ReplicaList>,
    /// How far a replica may lag behind; one that does more is left out until it has caught up
    #[arg(long, value_name = "TIME", env, default_value = "5s", value_parser = limit)]
    pub replica_lag: Duration,
}

/// How the service is protected from its sources, and they from it. Durations are written `500ms`, `2s`, `10m`.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Sources")]
pub struct Protection {
    /// How long a question to a source may take
    #[arg(long, value_name = "TIME", env, default_value = "5s", value_parser = limit)]
    pub source_timeout: Duration,
    /// How many questions that read a source is asked at once, and as many that write
    #[arg(long, value_name = "NUMBER", env, default_value_t = 64, value_parser = at_least(1_usize))]
    pub source_concurrency: usize,
    /// How many questions may wait for those
    #[arg(long, value_name = "NUMBER", env, default_value_t = 1024)]
    pub source_queue: usize,
    /// How long a question waits for those
    #[arg(long, value_name = "TIME", env, default_value = "1s", value_parser = duration)]
    pub source_wait: Duration,
    /// How many failures in a row open the circuit to a source; one does in any case
    #[arg(long, value_name = "NUMBER", env, default_value_t = 5)]
    pub breaker_failures: u32,
    /// How long the circuit stays open before one question tries whether the source is back, and then another
    #[arg(long, value_name = "TIME", env, default_value = "1s", value_parser = duration)]
    pub breaker_open: Duration,
    /// How much memory the cache of answers may take; 0 for no cache
    #[arg(long, value_name = "BYTES", env, default_value_t = CACHE_BYTES)]
    pub cache_bytes: u64,
    /// How much memory the cache of written answers may take, which stands before it; 0 for no such cache
    #[arg(long, value_name = "BYTES", env, default_value_t = REPRESENTATION_BYTES)]
    pub representation_bytes: u64,
    /// How old a cached answer may be, and so how late a change shows that another process made
    #[arg(long, value_name = "TIME", env, default_value = "5s", value_parser = duration)]
    pub cache_age: Duration,
    /// How much older a cached answer may be while its source is down
    #[arg(long, value_name = "TIME", env, default_value = "10m", value_parser = duration)]
    pub cache_stale: Duration,
}

// === impl Protection ===

impl Protection {
    /// How many bytes of written answers are kept. None where the answers of the sources are not: only these tell for how
    /// long something holds.
    pub fn representations(&self) -> Option<u64> {
        (self.cache_bytes > 0 && self.representation_bytes > 0).then_some(self.representation_bytes)
    }
}
