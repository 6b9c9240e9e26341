//! Look-ups in DNS, made anew each time.

mod resolver;

use std::{net::IpAddr, time::Duration};

use async_trait::async_trait;

pub(crate) use self::resolver::Resolver;

/// A resolver.
#[async_trait]
pub trait Dns: Send + Sync {
    /// The addresses of a name. The error is a sentence's end: why there are none.
    async fn addresses(&self, name: &str) -> Result<Addresses, String>;
}

/// The addresses of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// All of them.
    pub addresses: Vec<IpAddr>,
    /// For how long caches may keep this; a cache returns the rest of that time.
    pub ttl: Duration,
}
