//! The whole service in this thread, over a source in memory.

use std::sync::Arc;

use ogrom_core::mount::Mounted;
use ogrom_protocols_model::Locales;
use ogrom_run::{routes, sources::Sources};
use ogrom_server::Services;
use ogrom_sources_fashion_memory::Memory;

/// Its routes.
pub(super) fn routes(memory: &Arc<Memory>) -> Mounted {
    let locales = ["en-GB; GBP; de", "de-DE; EUR; en-GB"].map(|locale| locale.parse().expect("a locale"));
    let services = Services::of_system(Locales::new(locales).expect("no locale is there twice"));
    routes::service(&Sources::all_from(memory), &services).expect("the routes fit together")
}
