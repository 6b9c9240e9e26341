//! The results that a resource returns to the graph.

use std::{borrow::Cow, time::Duration};

use crate::{Invalid, Validators};

/// Whether a client may do something.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Access {
    /// It may.
    Granted,
    /// It must say who it is: 401 with this `WWW-Authenticate` challenge (RFC 9110 §11.6.1).
    Unauthenticated(Cow<'static, str>),
    /// It may not, and other credentials would not help: 403, with the reason.
    Forbidden(Cow<'static, str>),
    /// Its credentials are valid, but their scope is too small: 403, with the reason, and a `WWW-Authenticate` challenge
    /// that names the scope.
    Insufficient {
        /// The challenge.
        challenge: Cow<'static, str>,
        /// The reason.
        reason: Cow<'static, str>,
    },
    /// It sends too many requests: 429, with the time to wait (RFC 6585 §4).
    Limited(Duration),
}

/// Whether the target exists.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Existence<E> {
    /// It exists.
    Found(E),
    /// It does not exist: 404, unless the method may create it.
    Missing,
    /// It does not exist and cannot be created, since its parent does not exist: 404.
    ParentMissing,
    /// A parameter is wrong in a way that only the search showed: 400.
    Malformed(Vec<Invalid>),
    /// It existed, and is gone for good: 410.
    Gone,
    /// It has another URI, permanently: 308.
    Moved(String),
    /// It has another URI, temporarily: 307.
    MovedTemporarily(String),
}

/// The result of an action.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Outcome<T> {
    /// Done, with the new state: 200 with the representation.
    Ok(T),
    /// Something was created: 201 with its representation, and with its URI if it has one.
    Created {
        /// The absolute path of the new entity; `None` if no mounted resource shows it.
        location: Option<String>,
        /// The new entity.
        content: T,
    },
    /// Accepted, to be done later: 202.
    Accepted,
    /// Done, without content: 204.
    Done,
    /// The response is at this URI: 303.
    SeeOther(String),
    /// The content is not valid, as only the action could find out: 422. Nothing was changed.
    Invalid(Vec<Invalid>),
    /// The change contradicts the current state: 409, with this detail. Nothing was changed.
    Conflict(String),
    /// The entity changed after it was found: 412 for a conditional request, else 409. Nothing was changed.
    Stale,
}

/// The content of the response to a POST: a view, and the validators of the resource that it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted<V> {
    /// The view.
    pub view: V,
    /// The validators of the resource that it shows (RFC 9110 §15.3.2).
    pub validators: Validators,
}

// === impl Outcome ===

impl<T> Outcome<T> {
    /// The new state, if the outcome has one.
    pub(crate) fn content(&self) -> Option<&T> {
        match self {
            Self::Ok(content) | Self::Created { content, .. } => Some(content),
            _ => None,
        }
    }
}

// === impl Existence ===

impl<E> From<Option<E>> for Existence<E> {
    fn from(found: Option<E>) -> Self {
        found.map_or(Self::Missing, Self::Found)
    }
}
