//! The static facts about an endpoint, for route tables.

use ogrom_core_path::{Key, LinkTo};

use crate::Methods;

/// A description of an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointInfo {
    /// Names it by its resource, so that links find it.
    pub key: Key,
    /// The names of its path parameters, in order.
    pub parameters: &'static [&'static str],
    /// The resources that it links to.
    pub links: Vec<LinkTo>,
    /// The methods that it answers.
    pub methods: Methods,
    /// The largest content that it takes, in bytes.
    pub max_content: usize,
}
