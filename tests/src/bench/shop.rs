//! The shop that all contenders serve: products in memory, and the rules for new ones.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// All products, which never change.
#[derive(Debug)]
pub(crate) struct Shop {
    by_id: HashMap<u64, Arc<Product>>,
    in_order: BTreeMap<u64, Arc<Product>>,
}

/// A product as it is stored and shown.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Product {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) colour: Colour,
    /// In cents.
    pub(crate) price: u32,
    pub(crate) stock: u32,
    /// Part of the entity tag.
    #[serde(skip)]
    pub(crate) version: u32,
}

/// A product as a client posts it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProduct {
    #[schemars(length(min = 1, max = 80))]
    pub(crate) name: String,
    pub(crate) colour: Colour,
    #[schemars(range(min = 1, max = 1_000_000))]
    pub(crate) price: u32,
    #[schemars(range(max = 10_000))]
    pub(crate) stock: u32,
}

/// Its appearance.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Colour {
    Blue,
    Green,
    Red,
}

/// The requested part of the list.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paging {
    #[schemars(range(min = 1, max = 50))]
    pub(crate) limit: Option<u8>,
}

/// A page of the list.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Page {
    pub(crate) items: Vec<Arc<Product>>,
}

/// A failure, as the contenders without problems of their own report it (RFC 9457).
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Fault>,
}

/// The mistakes of a posted product.
#[derive(Debug, Serialize)]
pub(crate) struct Fault {
    pointer: &'static str,
    message: &'static str,
}

// === impl Shop ===

impl Shop {
    /// A thousand products.
    pub(crate) fn new() -> Self {
        let product = |id| {
            let (name, price) = (format!("Cotton shirt number {id}"), 1990);
            Arc::new(Product { id, name, colour: Colour::Blue, price, stock: 40, version: 1 })
        };
        let in_order: BTreeMap<_, _> = (1..=1000).map(|id| (id, product(id))).collect();
        Self { by_id: in_order.clone().into_iter().collect(), in_order }
    }

    /// The product of this id.
    pub(crate) fn product(&self, id: u64) -> Option<&Arc<Product>> {
        self.by_id.get(&id)
    }

    /// The first products.
    pub(crate) fn page(&self, paging: Paging) -> Page {
        let limit = paging.limit.unwrap_or(20).into();
        Page { items: self.in_order.values().take(limit).cloned().collect() }
    }

    /// The new product for a POST. It is not kept, so that every request finds the same shop.
    pub(crate) fn add(&self, new: NewProduct) -> Arc<Product> {
        let NewProduct { name, colour, price, stock } = new;
        let id = self.in_order.len() as u64 + 1;
        Arc::new(Product { id, name, colour, price, stock, version: 1 })
    }
}

// === impl NewProduct ===

impl NewProduct {
    /// The rules of the schema, written out by hand.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.name.is_empty() || self.name.chars().count() > 80 {
            faults.push(Fault { pointer: "/name", message: "must have 1 to 80 characters" });
        }
        if self.price == 0 || self.price > 1_000_000 {
            faults.push(Fault { pointer: "/price", message: "must be 1 to 1000000" });
        }
        if self.stock > 10_000 {
            faults.push(Fault { pointer: "/stock", message: "must be at most 10000" });
        }
        faults
    }
}

// === impl Problem ===

impl Problem {
    pub(crate) const fn not_found() -> Self {
        Self::new("urn:ogrom:problem:not-found", "There is nothing here", 404)
    }

    pub(crate) const fn method_not_allowed() -> Self {
        let title = "The resource does not support this method";
        Self::new("urn:ogrom:problem:method-not-allowed", title, 405)
    }

    pub(crate) const fn malformed() -> Self {
        Self::new("urn:ogrom:problem:malformed", "The request cannot be read", 400)
    }

    pub(crate) fn invalid(errors: Vec<Fault>) -> Self {
        let title = "The content is understood but not valid";
        Self { errors, ..Self::new("urn:ogrom:problem:invalid-content", title, 422) }
    }

    const fn new(r#type: &'static str, title: &'static str, status: u16) -> Self {
        Self { r#type, title, status, errors: Vec::new() }
    }

    /// The status to send it with.
    pub(crate) fn status(&self) -> u16 {
        self.status
    }
}
