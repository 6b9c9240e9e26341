//! Descriptions of endpoints for documents: the request of each method, and every response.
//!
//! Nothing here is listed by hand. Schemas come from types and statuses from the graph. A resource
//! [declares](Documented) the branches that only it can take. In debug builds, and so in all tests, a response that
//! contradicts the description panics.

mod answers;
mod check;
mod documented;
mod ends;
mod fields;
mod shape;
mod wire;

use std::borrow::Cow;

use http::{HeaderName, header::RETRY_AFTER};
use ogrom_core_path::Key;
use schemars::{Schema, SchemaGenerator};

pub(crate) use self::check::contradiction;
pub use self::documented::{Documented, LinkDoc, OperationDoc};
pub(crate) use self::shape::Shape;
pub use self::wire::json_patch;
pub use crate::fieldset::MOST_FIELDS;
use crate::{Format, Method, Problem};

/// Makes the schema of a type that is erased here.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// The description of an endpoint.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Description {
    /// The key of its resource.
    pub key: Key,
    /// The group: a noun in the plural, and its explanation. `None` if the resource declares none.
    pub noun: Option<(&'static str, &'static str)>,
    /// Whether documents omit it.
    pub hidden: bool,
    /// Its path parameters, in order.
    pub path: Vec<PathParameter>,
    /// Its methods. What HEAD and OPTIONS do follows from the others.
    pub operations: Vec<Operation>,
}

/// A parameter of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathParameter {
    /// Its name.
    pub name: &'static str,
    /// Its description, empty if it has none.
    pub about: &'static str,
    /// An example, empty if it has none.
    pub example: &'static str,
}

/// One method of an endpoint.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Operation {
    /// The method.
    pub method: Method,
    /// Its identifier, a verb and a noun.
    pub id: Cow<'static, str>,
    /// A summary of one line.
    pub summary: String,
    /// The rest of its documentation.
    pub details: String,
    /// Whether clients should use something else, since this will be removed.
    pub deprecated: bool,
    /// Whether it requires a bearer token.
    pub needs_bearer: bool,
    /// The parameters outside the path, as one object: those of the query, and those that are marked as
    /// [header fields](crate::in_header).
    pub parameters: SchemaOf,
    /// Whether a client can list the members that it wants, up to [`MOST_FIELDS`], in the query parameter `fields`.
    pub sparse: bool,
    /// The header fields of the request that the graph reads.
    pub fields: Vec<Field>,
    /// The content of the request.
    pub content: Option<Content>,
    /// Every response, by status.
    pub responses: Vec<Response>,
    /// The resources that the representation links to.
    pub leads: Vec<LinkDoc>,
    /// Whether a change must be conditional.
    pub demands_condition: bool,
}

/// Content, in any of some formats.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Content {
    /// The formats, the preferred first.
    pub formats: Vec<Format>,
    /// The schema of its value, or of each item.
    pub schema: SchemaOf,
    /// Whether it is a stream of items.
    pub streamed: bool,
    /// Whether it is only a part of what the schema describes.
    pub part: bool,
    /// Whether it must be there.
    pub required: bool,
    /// The members of the representation that content may repeat as they are, though only the service decides them.
    pub repeats: Vec<String>,
}

/// A response.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response {
    /// Its status.
    pub status: u16,
    /// The problems that it may carry.
    pub problems: Vec<Problem>,
    /// The representation, where it is one.
    pub content: Option<Content>,
    /// Its header fields.
    pub headers: Vec<Field>,
}

/// A header field of a request or a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: HeaderName,
    /// Its description.
    pub about: &'static str,
    /// Whether it is always there.
    pub always: bool,
}

// === impl Description ===

impl Description {
    /// The operation of a method; HEAD is that of GET.
    pub fn operation(&self, method: Method) -> Option<&Operation> {
        let method = if method == Method::Head { Method::Get } else { method };
        self.operations.iter().find(|operation| operation.method == method)
    }

    /// The operation of a method, for a wrapper that adds to it.
    pub fn operation_mut(&mut self, method: Method) -> Option<&mut Operation> {
        self.operations.iter_mut().find(|operation| operation.method == method)
    }
}

// === impl Operation ===

impl Operation {
    /// The response of a status.
    pub fn response(&self, status: u16) -> Option<&Response> {
        self.responses.iter().find(|response| response.status == status)
    }

    /// Adds a problem of a wrapper around the endpoint. Such a response lacks the header fields of the endpoint, so they
    /// become optional.
    pub fn add_problem(&mut self, problem: Problem) {
        let status = problem.status().as_u16();
        for response in self.responses.iter_mut().filter(|response| response.status == status) {
            response.headers.iter_mut().for_each(|field| field.always = false);
        }
        self.tell_problem(problem);
    }

    /// Adds a problem that it may end in.
    fn tell_problem(&mut self, problem: Problem) {
        let status = problem.status().as_u16();
        let at = self.responses.partition_point(|response| response.status < status);
        if self.response(status).is_none() {
            self.responses.insert(at, Response { status, problems: vec![], content: None, headers: vec![] });
        }
        let response = &mut self.responses[at];
        let always = problem.waits() && response.problems.iter().all(Problem::waits);
        if problem.waits() {
            response.add(Field::new(RETRY_AFTER, fields::RETRY_AFTER, always));
        }
        for field in response.headers.iter_mut().filter(|field| field.name == RETRY_AFTER) {
            field.always = always;
        }
        if !response.problems.iter().any(|known| known.name() == problem.name()) {
            response.problems.push(problem);
        }
    }
}

// === impl Response ===

impl Response {
    /// Adds a header field, unless it is there.
    pub fn add(&mut self, field: Field) {
        if !self.headers.iter().any(|known| known.name == field.name) {
            self.headers.push(field);
        }
    }
}

// === impl Field ===

impl Field {
    /// A header field with its description.
    pub const fn new(name: HeaderName, about: &'static str, always: bool) -> Self {
        Self { name, about, always }
    }
}
