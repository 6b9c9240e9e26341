//! Idempotency keys: never cached, since an old result would let a request happen twice.

use ogrom_protocols::{IdempotencyStore, delegate_idempotency};

use super::Cache;

delegate_idempotency! { [S: IdempotencyStore] Cache<S> => source }
