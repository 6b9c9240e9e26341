//! Over a source that reads from copies of its data, which may lag behind.

use std::{
    sync::{Arc, Mutex},
    time::Instant,
};

use ogrom_protocols::{Context, Result};
use ogrom_protocols_fashion::CollageReader;
use ogrom_protocols_fashion_contract::data::{context, parse};
use ogrom_sources_decorate::{Access, Call, Policy};
use ogrom_sources_fashion_memory::Memory;

use super::{LIMITS, rename, title};
use crate::{Cached, Decorated, tests::gate::Gate};

/// Remembers what each question that reads had to show.
#[derive(Clone, Default)]
struct Asked(Arc<Mutex<Vec<Option<Instant>>>>);

impl Policy for Asked {
    async fn apply<T: Send>(
        &self,
        call: Call,
        ctx: &Context,
        inner: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        if call.access == Access::Read {
            self.0.lock().unwrap().push(ctx.as_of);
        }
        inner.await
    }
}

impl Asked {
    fn take(&self) -> Vec<Option<Instant>> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

async fn cache() -> (Cached<Decorated<Memory, Asked>>, Asked) {
    let ((_, _, memory), asked) = (Gate::over_data().await, Asked::default());
    (Cached::new(Arc::new(Decorated::new(Arc::new(memory), asked.clone())), LIMITS), asked)
}

#[tokio::test]
async fn what_was_changed_is_asked_for_as_of_the_change() {
    let (cached, asked) = cache().await;
    title(&cached).await.unwrap();
    assert_eq!(asked.take(), [None]);
    let before = Instant::now();
    rename(&cached, 1, "Blue").await.unwrap();
    assert_eq!(title(&cached).await.unwrap().as_deref(), Some("Blue"));
    assert!(asked.take().last().unwrap().is_some_and(|as_of| as_of > before));
    cached.collage_by_id(&context(), &parse("c2")).await.unwrap();
    assert_eq!(asked.take(), [None], "nothing else was changed");
}

#[tokio::test]
async fn who_must_see_the_present_is_not_answered_from_the_past() {
    let (cached, asked) = cache().await;
    title(&cached).await.unwrap();
    let now = Instant::now();
    cached.collage_by_id(&context().as_of(now), &parse("c1")).await.unwrap();
    cached.collages_by_ids(&context().as_of(now), &[parse("c1")]).await.unwrap();
    title(&cached).await.unwrap();
    assert_eq!(asked.take(), [None, Some(now), Some(now)]);
}
