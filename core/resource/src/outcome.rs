//! What a resource answers to the questions of the graph.

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
    /// It may not, whoever it is: 403, with the reason.
    Forbidden(Cow<'static, str>),
    /// Its credentials hold and permit too little: 403, with the reason, and a `WWW-Authenticate` challenge that says what
    /// others would have to permit.
    Insufficient {
        /// The challenge.
        challenge: Cow<'static, str>,
        /// The reason.
        reason: Cow<'static, str>,
    },
    /// It asks too often: 429, with how long to wait (RFC 6585 §4).
    Limited(Duration),
}

/// What is at the target.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Existence<E> {
    /// This.
    Found(E),
    /// Nothing: 404, unless the method may create.
    Missing,
    /// Nothing, and the method cannot make it either, since what it would belong to is not there: 404.
    ParentMissing,
    /// Nobody can tell, since a parameter is wrong in a way that only the search showed: 400.
    Malformed(Vec<Invalid>),
    /// Nothing any more, and for good: 410.
    Gone,
    /// It has another URI for good: 308.
    Moved(String),
    /// It has another URI for now: 307.
    MovedTemporarily(String),
}

/// What came of an action.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Outcome<T> {
    /// It is done, and this is how things are now: 200 with the representation.
    Ok(T),
    /// It is done, and something new is there: 201 with its representation, and with its URI where it has a link.
    Created {
        /// The absolute path of what is new; absent where nothing is mounted that shows it.
        location: Option<String>,
        /// What is new.
        content: T,
    },
    /// It will be done: 202.
    Accepted,
    /// It is done, and there is nothing to tell: 204.
    Done,
    /// The answer is at this URI: 303.
    SeeOther(String),
    /// The content is not valid, as only the action could tell: 422. Nothing was changed.
    Invalid(Vec<Invalid>),
    /// The change contradicts the present state: 409, with this detail. Nothing was changed.
    Conflict(String),
    /// The resource changed between being found and being acted upon: 412 for a conditional request, else 409. Nothing was
    /// changed.
    Stale,
}

/// What a POST answers with: a view, and the validators of what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted<V> {
    /// The view.
    pub view: V,
    /// The validators of the resource that it shows (RFC 9110 §15.3.2).
    pub validators: Validators,
}

// === impl Outcome ===

impl<T> Outcome<T> {
    /// How things are now, where the outcome says so.
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
