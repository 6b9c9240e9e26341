//! Keys: how endpoints are named, so that a link says where it leads without knowing a path.

use std::any::{TypeId, type_name};

/// Names an endpoint by the type of what stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    id: TypeId,
    name: &'static str,
}

// === impl Key ===

impl Key {
    /// The key of this type.
    pub fn of<T: 'static>() -> Self {
        Self { id: TypeId::of::<T>(), name: type_name::<T>() }
    }

    /// The type's name without its modules, for people.
    pub fn name(self) -> &'static str {
        self.name.rsplit("::").next().unwrap_or(self.name)
    }
}
