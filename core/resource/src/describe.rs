//! What an endpoint says of itself for documents: what each of its methods takes, and every answer that it can give.
//!
//! Nothing here is listed by hand. Types tell their schemas, the graph tells the statuses, and what only the resource
//! knows it [declares](Documented) as answers to the graph's questions. In debug builds, and so in all tests, an answer
//! that contradicts the description is a defect.

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
use crate::{Format, Method, Problem};

/// Makes the schema of a type that only the endpoint knows.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// All that an endpoint says of itself.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Description {
    /// Names it by its resource.
    pub key: Key,
    /// What it is about, for grouping: a noun in the plural, and what that is. Absent where nobody has said.
    pub noun: Option<(&'static str, &'static str)>,
    /// Whether documents leave it out.
    pub hidden: bool,
    /// The names of its path parameters, in order, each with what it is, if that is said.
    pub path: Vec<(&'static str, &'static str)>,
    /// Its methods. What HEAD and OPTIONS do follows from the others.
    pub operations: Vec<Operation>,
}

/// One method of an endpoint.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The method.
    pub method: Method,
    /// Names it, a verb and a noun.
    pub id: Cow<'static, str>,
    /// What it does, in a line.
    pub summary: String,
    /// What else there is to know of it.
    pub details: String,
    /// Whether there is something better, and this will go.
    pub deprecated: bool,
    /// Whether a bearer token must be shown.
    pub needs_bearer: bool,
    /// The parameters outside the path, as one object: those of the query, and those that are marked as
    /// [header fields](crate::in_header).
    pub parameters: SchemaOf,
    /// The header fields that the graph looks at, each with what it does.
    pub fields: Vec<Field>,
    /// What the content of the request may be.
    pub content: Option<Content>,
    /// Every answer, by status.
    pub responses: Vec<Response>,
    /// Where the representation leads.
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
}

/// An answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response {
    /// Its status.
    pub status: u16,
    /// The problems that it may tell of.
    pub problems: Vec<Problem>,
    /// The representation, where it is one.
    pub content: Option<Content>,
    /// Its header fields.
    pub headers: Vec<Field>,
}

/// A header field of a request or of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: HeaderName,
    /// What it tells.
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

    /// Adds a problem that something around the endpoint answers with, which knows nothing of the header fields that the
    /// endpoint itself would have sent.
    pub fn add_problem(&mut self, problem: Problem) {
        let status = problem.status().as_u16();
        for response in self.responses.iter_mut().filter(|response| response.status == status) {
            response.headers.iter_mut().for_each(|field| field.always = false);
        }
        self.tell_problem(problem);
    }

    /// Adds a problem that it may be answered with.
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
    /// A header field with what it tells.
    pub const fn new(name: HeaderName, about: &'static str, always: bool) -> Self {
        Self { name, about, always }
    }
}
