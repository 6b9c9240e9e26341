//! Requests that must happen once: always asked for, since an old answer would let one happen twice.

use std::time::Duration;

use async_trait::async_trait;
use ogrom_protocols::{Claim, Context, IdempotencyStore, KeptAnswer, OnceRequest, Result};
use ogrom_protocols_model::Timestamp;

use super::Cached;

#[async_trait]
impl<S: IdempotencyStore> IdempotencyStore for Cached<S> {
    async fn claim(
        &self,
        ctx: &Context,
        request: &OnceRequest,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Claim> {
        self.source.claim(ctx, request, now, lease).await
    }

    async fn keep(&self, ctx: &Context, request: &OnceRequest, answer: &KeptAnswer) -> Result<()> {
        self.source.keep(ctx, request, answer).await
    }

    async fn drop_claim(&self, ctx: &Context, request: &OnceRequest) -> Result<()> {
        self.source.drop_claim(ctx, request).await
    }

    async fn forget_before(&self, ctx: &Context, instant: Timestamp) -> Result<u64> {
        self.source.forget_before(ctx, instant).await
    }
}
