//! Handing a trait of this crate on to a part of a type.

/// Implements [`IdempotencyStore`](crate::IdempotencyStore) for a type by handing each call on to one of its fields:
/// `delegate_idempotency! { [S: IdempotencyStore] Cached<S> => 0 }`, with the generic parameters in the brackets.
#[macro_export]
macro_rules! delegate_idempotency {
    ([$($generics:tt)*] $type:ty => $field:tt) => {
        #[$crate::private::async_trait]
        impl<$($generics)*> $crate::IdempotencyStore for $type {
            async fn claim(
                &self,
                ctx: &$crate::Context,
                request: &$crate::IdempotencyKey,
                now: $crate::private::Timestamp,
                lease: ::core::time::Duration,
            ) -> $crate::Result<$crate::Claim> {
                self.$field.claim(ctx, request, now, lease).await
            }

            async fn store(
                &self,
                ctx: &$crate::Context,
                request: &$crate::IdempotencyKey,
                response: &$crate::StoredResponse,
            ) -> $crate::Result<()> {
                self.$field.store(ctx, request, response).await
            }

            async fn drop_claim(
                &self,
                ctx: &$crate::Context,
                request: &$crate::IdempotencyKey,
            ) -> $crate::Result<()> {
                self.$field.drop_claim(ctx, request).await
            }

            async fn forget_before(
                &self,
                ctx: &$crate::Context,
                instant: $crate::private::Timestamp,
            ) -> $crate::Result<u64> {
                self.$field.forget_before(ctx, instant).await
            }
        }
    };
}

/// For [`delegate_idempotency!`] alone.
#[doc(hidden)]
pub mod private {
    pub use async_trait::async_trait;
    pub use ogrom_protocols_model::Timestamp;
}
