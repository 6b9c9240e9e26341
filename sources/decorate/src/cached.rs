//! The macro that makes a domain's own type of a cache.

/// Makes a type over a [`Cache`](crate::Cache) that is local to the crate that invokes the macro, so that it can implement
/// the traits of a domain: `cached! { /// Notes, cached. pub struct Cached(CLASSES); }`. The list in the brackets has the
/// names of the [classes](crate::Class).
///
/// The type has one parameter, the source: `Cached<S>`. `Cached::new(source: Arc<S>, limits: CacheLimits)` makes one, and
/// its field `0` is the cache. [`IdempotencyStore`](ogrom_protocols::IdempotencyStore) is implemented; nothing of it is
/// cached.
#[macro_export]
macro_rules! cached {
    ($(#[$meta:meta])* $visibility:vis struct $name:ident($classes:expr);) => {
        $(#[$meta])*
        #[derive(Debug)]
        $visibility struct $name<S>($crate::Cache<S>);

        impl<S: ::core::marker::Send + ::core::marker::Sync + 'static> $name<S> {
            /// This source with an empty cache before it.
            $visibility fn new(source: ::std::sync::Arc<S>, limits: $crate::CacheLimits) -> Self {
                Self($crate::Cache::new(source, $classes, limits))
            }

            /// How much memory the cached results take, in bytes, more or less.
            $visibility fn bytes(&self) -> u64 {
                self.0.bytes()
            }
        }

        impl<S> ::core::clone::Clone for $name<S> {
            fn clone(&self) -> Self {
                Self(::core::clone::Clone::clone(&self.0))
            }
        }

        $crate::private::delegate_idempotency! { [S: $crate::private::IdempotencyStore] $name<S> => 0 }
    };
}
