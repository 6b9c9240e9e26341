//! The request and response types of a method.

use std::fmt;

use schemars::{JsonSchema, SchemaGenerator};

use super::SchemaOf;
use crate::{Format, Method, Resource, operation::MethodSemantics};

/// The types of one method, as functions.
pub(crate) struct Shape<R> {
    pub(super) offered: fn(&R) -> &[Format],
    pub(super) taken: fn(&R, Method) -> &[Format],
    pub(super) input: Option<SchemaOf>,
    pub(super) output: Option<SchemaOf>,
    /// Whether the representation is sent as a stream.
    pub(super) streams: bool,
    /// Whether the content is received as a stream.
    pub(super) receives: bool,
}

/// The schema of a type.
pub(super) fn schema_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> schemars::Schema {
    generator.subschema_for::<T>()
}

// === impl Shape ===

impl<R: Resource> Shape<R> {
    pub(crate) fn of<O: MethodSemantics<R>>() -> Self {
        Self {
            offered: O::offered,
            taken: O::taken,
            input: None,
            output: None,
            streams: false,
            receives: false,
        }
    }

    /// The same, with a representation of this type.
    pub(crate) fn giving<T: JsonSchema>(self) -> Self {
        Self { output: Some(schema_of::<T>), ..self }
    }

    /// The same, with a stream of these items.
    pub(crate) fn streaming<T: JsonSchema>(self) -> Self {
        Self { streams: true, ..self.giving::<T>() }
    }

    /// The same, with content of this type.
    pub(crate) fn taking<T: JsonSchema>(self) -> Self {
        Self { input: Some(schema_of::<T>), ..self }
    }

    /// The same, with content that is a stream of these items.
    pub(crate) fn receiving<T: JsonSchema>(self) -> Self {
        Self { receives: true, ..self.taking::<T>() }
    }
}

impl<R> Clone for Shape<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Shape<R> {}

impl<R> fmt::Debug for Shape<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shape").field("streams", &self.streams).finish_non_exhaustive()
    }
}
