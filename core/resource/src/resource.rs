//! The traits that a resource is written in.
//!
//! [`Resource`] answers what every method asks; one more trait for each method that the resource supports says what the
//! method does. An [`Endpoint`](crate::Endpoint) can only be given a method whose trait is there, so that what it allows
//! and what it can do are the same.

use std::{
    borrow::Cow,
    future::{Future, ready},
    time::Duration,
};

use http::HeaderMap;
use ogrom_core_path::{LinkTo, Path};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    Access, Cx, Existence, Format, Input, Invalid, Items, Method, Outcome, Posted, Validators,
    describe::Documented, fault::Result,
};

/// A thing at a URI. Holds what it needs to answer; knows neither its path nor who serves it.
pub trait Resource: Send + Sync + 'static {
    /// The parameters in its path. A segment that does not parse is 404. See [`ogrom_core_path::path!`].
    type Path: Path;

    /// Its parameters outside the path: those of the query, and those in header fields, which
    /// [`in_header`](crate::in_header) marks; [`NoParameters`] where it has none.
    type Parameters: Input;

    /// What [`exists`](Self::exists) finds, handed on to every later question.
    type Entity: Send + Sync;

    /// The resources that it makes links to. A route table refuses to be built where one of them is not mounted within reach.
    fn links() -> Vec<LinkTo> {
        Vec::new()
    }

    /// What it says of itself for documents; see [`documented!`](crate::documented). An answer that contradicts it is a
    /// defect, which debug builds do not let pass.
    fn documented() -> Documented {
        Documented::nothing()
    }

    /// How long the service cannot answer, if so: 503.
    fn unavailable(&self, _cx: &Cx) -> Option<Duration> {
        None
    }

    /// Whether this client may use this method here, as far as can be told before looking. Has no default, so that
    /// nothing is open by mistake.
    fn authorized(&self, cx: &Cx) -> impl Future<Output = Result<Access>> + Send;

    /// The largest content that is taken, in bytes.
    fn max_content(&self) -> usize {
        64 * 1024
    }

    /// The formats that representations are offered in, the preferred first. Entity tags tell them apart.
    fn formats(&self) -> &[Format] {
        const { &[Format::JSON, Format::CBOR] }
    }

    /// The languages that representations are offered in, the preferred first; none where the target alone decides. The
    /// chosen one is [`Cx::language`].
    fn languages(&self) -> &[Cow<'static, str>] {
        &[]
    }

    /// The formats that this method's content may have.
    fn consumes(&self, method: Method) -> &[Format] {
        match method {
            Method::Patch => const { &[Format::MERGE_PATCH, Format::JSON_PATCH] },
            Method::Post | Method::Put => const { &[Format::JSON, Format::CBOR] },
            _ => &[],
        }
    }

    /// Looks for what is at the target.
    fn exists(
        &self,
        cx: &Cx,
        path: &Self::Path,
        parameters: &Self::Parameters,
    ) -> impl Future<Output = Result<Existence<Self::Entity>>> + Send;

    /// Whether this method, PUT or POST, may make something where nothing is.
    fn creates(&self, _method: Method) -> bool {
        false
    }

    /// Whether this client may use this method on what was found, or make it where nothing was found.
    fn permitted(&self, _cx: &Cx, _path: &Self::Path, _entity: Option<&Self::Entity>) -> Access {
        Access::Granted
    }

    /// Whether a client must make its changes conditional: 428 without `If-Match` or `If-Unmodified-Since`.
    fn demands_condition(&self) -> bool {
        false
    }

    /// What tells this state from another. Asked once.
    fn validators(&self, _entity: &Self::Entity) -> Validators {
        Validators::NONE
    }
}

/// Supports GET and HEAD.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support GET",
    note = "implement `Get` for `{Self}`"
)]
pub trait Get: Resource {
    /// What its representations are written from.
    type View: Serialize + JsonSchema + Send + Sync;

    /// Shows what was found.
    fn get(&self, cx: &Cx, entity: &Self::Entity) -> impl Future<Output = Result<Self::View>> + Send;

    /// Adds header fields that tell more about the representation: `Link`, `Content-Language`.
    fn describe(&self, _cx: &Cx, _entity: &Self::Entity, _headers: &mut HeaderMap) {}
}

/// Supports GET and HEAD of a list that is written while it is sent, and so may be longer than any memory.
///
/// The connection sets the pace: an item is asked for only when there is room for it. The stream outlives the request, so
/// it owns what it needs; a deadline that was set for the answer is none for the stream, which may last as long as the
/// client goes on reading. The stream itself sees to it that nothing it waits for takes for ever.
///
/// The first item is waited for, so that a failure until then is told as any other. A failure afterwards is logged and cuts
/// the connection off, so that nobody takes half an answer for a whole one. HEAD asks for no items. There are no ranges,
/// and [`Validators::FROM_CONTENT`] stands for no tag.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support GET by a stream",
    note = "implement `Stream` for `{Self}`"
)]
pub trait Stream: Resource {
    /// What each item is written from.
    type Item: Serialize + JsonSchema;

    /// The formats that the list is offered in, the preferred first; in place of [`Resource::formats`]. In JSON and CBOR it
    /// is an array, in JSON Lines one item a line; texts follow one another.
    fn item_formats(&self) -> &[Format] {
        const { &[Format::JSON, Format::CBOR, Format::JSON_LINES] }
    }

    /// The items, in their order.
    fn items(
        &self,
        cx: &Cx,
        entity: Self::Entity,
    ) -> impl Future<Output = Result<impl futures_core::Stream<Item = Result<Self::Item>> + Send + 'static>> + Send;

    /// Adds header fields that tell more about the representation: `Link`, `Content-Language`.
    fn describe(&self, _cx: &Cx, _entity: &Self::Entity, _headers: &mut HeaderMap) {}
}

/// Supports PUT.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support PUT",
    note = "implement `Put` for `{Self}`"
)]
pub trait Put: Get {
    /// What a client puts; [`NoContent`] where the URI says it all.
    type Body: Input;

    /// What is wrong with the content beyond its schema.
    fn validate_put(
        &self,
        _cx: &Cx,
        _before: Option<&Self::Entity>,
        _body: &Self::Body,
    ) -> impl Future<Output = Result<Vec<Invalid>>> + Send {
        ready(Ok(Vec::new()))
    }

    /// Replaces what was found, or makes it.
    fn put(
        &self,
        cx: &Cx,
        path: &Self::Path,
        before: Option<Self::Entity>,
        body: Self::Body,
    ) -> impl Future<Output = Result<Outcome<Self::Entity>>> + Send;
}

/// Supports PATCH of what PUT takes: by a merge patch (RFC 7396) or a JSON Patch (RFC 6902).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support PATCH",
    note = "implement `Patch` for `{Self}`"
)]
pub trait Patch: Put<Body: Serialize> {
    /// What a client would have to put to leave everything as it is.
    fn document(&self, entity: &Self::Entity) -> Self::Body;
}

/// Supports POST.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support POST",
    note = "implement `Post` for `{Self}`"
)]
pub trait Post: Resource {
    /// What a client posts; [`NoContent`] where the URI says it all.
    type Body: Input;

    /// What the answer is written from.
    type Response: Serialize + JsonSchema + Send + Sync;

    /// What is wrong with the content beyond its schema.
    fn validate_post(
        &self,
        _cx: &Cx,
        _entity: Option<&Self::Entity>,
        _body: &Self::Body,
    ) -> impl Future<Output = Result<Vec<Invalid>>> + Send {
        ready(Ok(Vec::new()))
    }

    /// Processes the content.
    fn post(
        &self,
        cx: &Cx,
        path: &Self::Path,
        entity: Option<Self::Entity>,
        body: Self::Body,
    ) -> impl Future<Output = Result<Outcome<Posted<Self::Response>>>> + Send;
}

/// Supports POST of a list that is processed while it arrives, and so may be longer than any memory.
///
/// Content comes in JSON Lines, one item a line; blank lines are no items. Each item is held against its schema when it is
/// asked for, and what comes after it is not read before the next is. So whoever is faster, client or resource, waits.
///
/// An item that is wrong is an error of the stream, which then ends: handed on with `?`, it becomes the answer, be it 400,
/// 413 or 422, and names the line or, as a place in a list, the item. What is to become of the items before it, the resource
/// decides: taken as they came they stay, while one that collects its changes can drop them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support POST by a stream",
    note = "implement `Receive` for `{Self}`"
)]
pub trait Receive: Resource {
    /// What a client posts many of.
    type Item: Input;

    /// What the answer is written from.
    type Response: Serialize + JsonSchema + Send + Sync;

    /// The longest line that is taken, in bytes. [`Resource::max_content`] bounds all of them together.
    fn max_item(&self) -> usize {
        64 * 1024
    }

    /// Processes the items.
    fn receive(
        &self,
        cx: &Cx,
        path: &Self::Path,
        entity: Option<Self::Entity>,
        items: Items<Self::Item>,
    ) -> impl Future<Output = Result<Outcome<Posted<Self::Response>>>> + Send;
}

/// Supports DELETE.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support DELETE",
    note = "implement `Delete` for `{Self}`"
)]
pub trait Delete: Get {
    /// Removes what was found.
    fn delete(
        &self,
        cx: &Cx,
        path: &Self::Path,
        entity: Self::Entity,
    ) -> impl Future<Output = Result<Outcome<Self::Entity>>> + Send;
}

/// No parameters outside the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, JsonSchema)]
pub struct NoParameters {}

/// Content that is not there.
pub type NoContent = ();
