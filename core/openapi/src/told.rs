//! The parts that describe an operation.

use ogrom_core_resource::describe::Operation;

use crate::{Info, Places, places::Place};

/// An operation with its surroundings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told<'a> {
    pub(crate) info: &'a Info,
    pub(crate) places: &'a Places,
    pub(crate) place: &'a Place,
    pub(crate) operation: &'a Operation,
}
