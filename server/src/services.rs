//! The services that endpoints are given beside their sources.

use std::sync::Arc;

use ogrom_core_resource::Caching;
use ogrom_protocols::{Clock, IdGenerator};
use ogrom_protocols_model::Locales;

use crate::system::{RandomIdentities, SystemClock};

/// The services that endpoints are given beside their sources. Its clones share everything.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "a clock has none")]
pub struct Services {
    /// The locales that the API is served in.
    pub locales: Arc<Locales>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Fresh identifiers.
    pub identities: Arc<dyn IdGenerator>,
    /// How long clients and caches may use a response.
    pub caching: Caching,
}

// === impl Services ===

impl Services {
    /// Those of the system, for an API in these locales.
    pub fn of_system(locales: Locales) -> Self {
        Self {
            locales: Arc::new(locales),
            clock: Arc::new(SystemClock),
            identities: Arc::new(RandomIdentities),
            caching: Caching::Revalidate,
        }
    }
}
