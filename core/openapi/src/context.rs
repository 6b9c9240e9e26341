//! The parts that describe an operation.

use ogrom_core_resource::describe::Operation;

use crate::{DescribedRoutes, Info, described_routes::DescribedRoute};

/// An operation with its surroundings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OperationContext<'a> {
    pub(crate) info: &'a Info,
    pub(crate) routes: &'a DescribedRoutes,
    pub(crate) route: &'a DescribedRoute,
    pub(crate) operation: &'a Operation,
}
