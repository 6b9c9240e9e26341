//! A page on the wire.

use ogrom_core_resource::page_items;
use ogrom_protocols::Limit;
use schemars::JsonSchema;
use serde::Serialize;

/// A page of a list.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "{T}Page")]
pub struct PageView<T> {
    /// The items of this page.
    #[schemars(transform = page_items)]
    #[schemars(length(max = Limit::MAX.get()))]
    pub items: Vec<T>,
    /// The `cursor` of the next page; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The `cursor` of the previous page; absent on the first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prev: Option<String>,
}
