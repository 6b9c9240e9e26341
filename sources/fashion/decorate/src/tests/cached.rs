//! The promises of the cache. Where time matters, the clock is paused.

mod batches;
mod bounds;
mod changes;
mod copies;
mod flights;
mod notes;
mod stale;

use std::{sync::Arc, time::Duration};

use ogrom_protocols::{Context, Result};
use ogrom_protocols_fashion::{CollageReader, CollageWriter};
use ogrom_protocols_fashion_contract::data::{self, a_draft, at, context, parse};
use ogrom_protocols_fashion_model::Collage;
use ogrom_sources_decorate::CacheLimits;
use ogrom_sources_fashion_memory::Memory;
use tokio::task::JoinHandle;

use crate::Cached;
use crate::tests::gate::{Gate, Gated, settle};

const LIMITS: CacheLimits = CacheLimits {
    bytes: 1 << 20,
    max_age: Duration::from_secs(10),
    max_stale: Duration::from_secs(100),
    fill: Duration::from_secs(5),
};

async fn cache() -> (Cached<Gated>, Gate, Memory) {
    let (source, gate, memory) = Gate::over_data().await;
    (Cached::new(source, LIMITS), gate, memory)
}

/// The title of the collage `c1`.
async fn title(source: &impl CollageReader) -> Result<Option<String>> {
    Ok(source.collage_by_id(&context(), &parse("c1")).await?.and_then(|collage| collage.title))
}

/// Somebody else who asks for the collage `c1`, and waits by now.
async fn asker(source: &Cached<Gated>, ctx: Context) -> JoinHandle<Result<Option<Collage>>> {
    let source = source.clone();
    let asker = tokio::spawn(async move { source.collage_by_id(&ctx, &parse("c1")).await });
    settle().await;
    asker
}

/// Gives the collage `c1` a title.
async fn rename(source: &impl CollageWriter, version: u64, title: &str) -> Result<Option<Collage>> {
    let draft = ogrom_protocols_fashion_model::CollageDraft { title: Some(title.to_owned()), ..a_draft() };
    source.update_collage(&context(), &parse("c1"), data::version(version), &draft, at(1)).await
}
