//! Keys: the names of endpoints, so that a link has a target without a path.

use std::any::{TypeId, type_name};

/// Names an endpoint by the type of its resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    id: TypeId,
    name: &'static str,
}

/// A link that an endpoint makes, declared so that a route table can check it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkTo {
    /// Where it leads.
    pub key: Key,
    /// How many parameters of prefixes it fills in by itself, beside those that both ends share.
    pub through: usize,
}

// === impl Key ===

impl Key {
    /// The key of this type.
    pub fn of<T: 'static>() -> Self {
        Self { id: TypeId::of::<T>(), name: type_name::<T>() }
    }

    /// The type's name without its modules and type parameters, for people.
    pub fn name(self) -> &'static str {
        let whole = self.name.split('<').next().unwrap_or(self.name);
        whole.rsplit("::").next().unwrap_or(whole)
    }
}

// === impl LinkTo ===

impl LinkTo {
    /// A link to the endpoint of this type.
    pub fn of<T: 'static>() -> Self {
        Self { key: Key::of::<T>(), through: 0 }
    }

    /// The same link, into prefixes with so many parameters that the linking endpoint is not below.
    #[must_use]
    pub fn through(self, parameters: usize) -> Self {
        Self { through: parameters, ..self }
    }
}
