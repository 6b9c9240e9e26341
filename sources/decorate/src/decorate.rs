//! The macro that makes a source of a domain out of a source and a policy.

/// Makes a source over a source: a type that implements the listed traits of a domain, and lets a [`Policy`](crate::Policy)
/// decide about every call. The type is local to the crate that invokes the macro, as the orphan rule demands.
///
/// A trait is listed with its noun, as metrics name it, and with the signatures of its methods without `&self` and the
/// context: `Read note_by_id(id: &NoteId) -> Option<Note>`. The word before a method is its [`Access`](crate::Access).
/// [`IdempotencyStore`](ogrom_protocols::IdempotencyStore) is listed already.
///
/// The type has two parameters, the source and the policy: `Decorated<S, P>`. It implements each trait that the source
/// implements. `Decorated::new(source: Arc<S>, policy: P)` makes one, and its clones share both.
#[macro_export]
macro_rules! decorate {
    (@traits $name:ident $($noun:literal $role:path {
        $($access:ident $method:ident($($argument:ident: $type:ty),*) -> $result:ty;)+
    })+) => {
        $(#[$crate::private::async_trait]
        impl<S: $role, P: $crate::Policy> $role for $name<S, P> {
            $(async fn $method(
                &self,
                ctx: &$crate::private::Context,
                $($argument: $type),*
            ) -> $crate::private::Result<$result> {
                let call = $crate::Call::new($noun, stringify!($method), $crate::Access::$access);
                let ctx = &*self.policy.context(ctx);
                self.policy.apply(call, ctx, self.source.$method(ctx, $($argument),*)).await
            })+
        })+
    };
    (
        $(#[$meta:meta])*
        $visibility:vis struct $name:ident;
        $($traits:tt)+
    ) => {
        $(#[$meta])*
        #[derive(Debug)]
        $visibility struct $name<S, P> {
            source: ::std::sync::Arc<S>,
            policy: ::std::sync::Arc<P>,
        }

        impl<S, P: $crate::Policy> $name<S, P> {
            /// This source behind this policy.
            $visibility fn new(source: ::std::sync::Arc<S>, policy: P) -> Self {
                Self { source, policy: ::std::sync::Arc::new(policy) }
            }
        }

        impl<S, P> ::core::clone::Clone for $name<S, P> {
            fn clone(&self) -> Self {
                Self {
                    source: ::std::sync::Arc::clone(&self.source),
                    policy: ::std::sync::Arc::clone(&self.policy),
                }
            }
        }

        $crate::decorate! {
            @traits $name
            $($traits)+
            "idempotency" $crate::private::IdempotencyStore {
                Write claim(
                    request: &$crate::private::IdempotencyKey,
                    now: $crate::private::Timestamp,
                    lease: ::core::time::Duration
                ) -> $crate::private::Claim;
                Write store(
                    request: &$crate::private::IdempotencyKey,
                    response: &$crate::private::StoredResponse
                ) -> ();
                Write drop_claim(request: &$crate::private::IdempotencyKey) -> ();
                Write forget_before(instant: $crate::private::Timestamp) -> u64;
            }
        }
    };
}

/// For the macros of this crate alone.
#[doc(hidden)]
pub mod private {
    pub use async_trait::async_trait;
    pub use ogrom_protocols::{
        Claim, Context, IdempotencyKey, IdempotencyStore, Result, StoredResponse, delegate_idempotency,
    };
    pub use ogrom_protocols_model::Timestamp;
}
