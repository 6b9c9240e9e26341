//! The whole service in this thread, over a source in memory.

use std::sync::Arc;

use ogrom_core::mount::Mounted;
use ogrom_protocols_model::Locales;
use ogrom_run::{
    routes::{self, Surroundings},
    sources::Sources,
    system::{RandomIdentities, SystemClock},
    web::Caching,
};
use ogrom_sources_memory::Memory;

/// Its routes.
pub(super) fn routes(memory: &Arc<Memory>) -> Mounted {
    let locales = ["en-GB; GBP; de", "de-DE; EUR; en-GB"].map(|locale| locale.parse().expect("a locale"));
    let around = Surroundings {
        locales: Arc::new(Locales::new(locales).expect("no locale is there twice")),
        clock: Arc::new(SystemClock),
        identities: Arc::new(RandomIdentities),
        caching: Caching::Asking,
    };
    routes::service(&Sources::all_from(memory), &around).expect("the routes fit together")
}
