//! The traits that a resource is written in.
//!
//! [`Resource`] has the decisions of every method. Each method that a resource supports is one more trait. An
//! [`Endpoint`](crate::Endpoint) accepts only a method whose trait is implemented, so `Allow` is always true.

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
    Access, Audience, Cx, Existence, Format, Input, Invalid, Items, Method, Outcome, Posted, Validators,
    describe::Documented, fault::Result,
};

/// A resource. It holds the sources that it needs, and knows neither its path nor its server.
pub trait Resource: Send + Sync + 'static {
    /// The parameters in its path. A segment that does not parse is 404. See [`ogrom_core_path::path!`].
    type Path: Path;

    /// Its parameters outside the path: those of the query, and those in header fields, which
    /// [`in_header`](crate::in_header) marks; [`NoParameters`] where it has none.
    type Parameters: Input;

    /// The result of [`exists`](Self::exists), passed to every later step.
    type Entity: Send + Sync;

    /// The resources that it links to. A route table cannot be built unless each of them is mounted within reach.
    fn links() -> Vec<LinkTo> {
        Vec::new()
    }

    /// Its declaration for documents; see [`documented!`](crate::documented). In debug builds, a response that contradicts
    /// it panics.
    fn documented() -> Documented {
        Documented::nothing()
    }

    /// How long the service is unavailable, if it is: 503.
    fn unavailable(&self, _cx: &Cx) -> Option<Duration> {
        None
    }

    /// Whether this client may use this method, as far as the request shows. It has no default, so that no resource is
    /// open by mistake.
    fn authorized(&self, cx: &Cx) -> impl Future<Output = Result<Access>> + Send;

    /// The limit of a request's content, in bytes.
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
            Method::Patch => const { &[Format::MERGE_PATCH, Format::JSON_PATCH, Format::JSON_MERGE_PATCH] },
            Method::Post | Method::Put => const { &[Format::JSON, Format::CBOR] },
            _ => &[],
        }
    }

    /// Looks the target up.
    fn exists(
        &self,
        cx: &Cx,
        path: &Self::Path,
        parameters: &Self::Parameters,
    ) -> impl Future<Output = Result<Existence<Self::Entity>>> + Send;

    /// Whether this method, PUT or POST, may create the target if it does not exist.
    fn creates(&self, _method: Method) -> bool {
        false
    }

    /// Whether this client may use this method on the entity, or create it if there is none.
    fn permitted(&self, _cx: &Cx, _path: &Self::Path, _entity: Option<&Self::Entity>) -> Access {
        Access::Granted
    }

    /// Whether a client must make its changes conditional: 428 without `If-Match` or `If-Unmodified-Since`.
    fn demands_condition(&self) -> bool {
        false
    }

    /// For whom the representation is that this request gets. Asked where a safe request is answered with one.
    fn audience(&self, _cx: &Cx) -> Audience {
        Audience::Everybody
    }

    /// The validators of this state. Called once per request.
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
    /// The type that representations are serialised from.
    type View: Serialize + JsonSchema + Send + Sync;

    /// Makes the view of the entity.
    fn get(&self, cx: &Cx, entity: &Self::Entity) -> impl Future<Output = Result<Self::View>> + Send;

    /// Adds header fields about the representation: `Link`, `Content-Language`.
    fn describe(&self, _cx: &Cx, _entity: &Self::Entity, _headers: &mut HeaderMap) {}
}

/// Supports GET and HEAD of a list that is written while it is sent, and so may be longer than any memory.
///
/// The connection sets the pace: the stream is polled only when there is room for an item. The stream outlives the call,
/// so it owns its data. The deadline of the request does not apply to it: it may last as long as the client reads. The
/// stream limits its own waits.
///
/// The response waits for the first item, so an earlier failure is a problem like any other. A later failure is logged and
/// cuts the connection off, so that no client takes a truncated response for a complete one. HEAD polls no items. There are
/// no ranges, and [`Validators::FROM_CONTENT`] gives no tag.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support GET by a stream",
    note = "implement `Stream` for `{Self}`"
)]
pub trait Stream: Resource {
    /// The type that each item is serialised from.
    type Item: Serialize + JsonSchema;

    /// The formats that the list is offered in, the preferred first; in place of [`Resource::formats`]. In JSON and CBOR it
    /// is an array, in JSON Lines and CSV one item a line; texts follow one another.
    fn item_formats(&self) -> &[Format] {
        const { &[Format::JSON, Format::CBOR, Format::JSON_LINES] }
    }

    /// The columns of the list as CSV, where it is offered: the name of each, and a JSON Pointer (RFC 6901) into an item.
    ///
    /// A cell is empty where nothing is. It has the texts of a list with spaces between. A text that a spreadsheet would
    /// calculate gets an apostrophe in front.
    fn columns(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// The items, in their order.
    fn items(
        &self,
        cx: &Cx,
        entity: Self::Entity,
    ) -> impl Future<Output = Result<impl futures_core::Stream<Item = Result<Self::Item>> + Send + 'static>> + Send;

    /// Adds header fields about the representation: `Link`, `Content-Language`.
    fn describe(&self, _cx: &Cx, _entity: &Self::Entity, _headers: &mut HeaderMap) {}
}

/// Supports PUT.
///
/// A representation can be read, edited and put as a whole. Members of [`Get::View`] that are none of [`Put::Body`] are ignored where they are
/// as they are shown, and faults with the code `readOnly` otherwise. A text of the format `identifier` may be an object
/// with that text as its `id`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support PUT",
    note = "implement `Put` for `{Self}`"
)]
pub trait Put: Get {
    /// The content of a PUT; [`NoContent`] for none.
    type Body: Input;

    /// The faults of the content beyond its schema.
    fn validate_put(
        &self,
        _cx: &Cx,
        _before: Option<&Self::Entity>,
        _body: &Self::Body,
    ) -> impl Future<Output = Result<Vec<Invalid>>> + Send {
        ready(Ok(Vec::new()))
    }

    /// Replaces the entity, or creates it.
    fn put(
        &self,
        cx: &Cx,
        path: &Self::Path,
        before: Option<Self::Entity>,
        body: Self::Body,
    ) -> impl Future<Output = Result<Outcome<Self::Entity>>> + Send;
}

/// Supports PATCH of the content of PUT, by a merge patch (RFC 7396) or a JSON Patch (RFC 6902).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support PATCH",
    note = "implement `Patch` for `{Self}`"
)]
pub trait Patch: Put<Body: Serialize> {
    /// The document that the patch is applied to: a PUT of it changes nothing.
    fn document(&self, entity: &Self::Entity) -> Self::Body;
}

/// Supports POST.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support POST",
    note = "implement `Post` for `{Self}`"
)]
pub trait Post: Resource {
    /// The content of a POST; [`NoContent`] for none.
    type Body: Input;

    /// The type that the response is serialised from.
    type Response: Serialize + JsonSchema + Send + Sync;

    /// The faults of the content beyond its schema.
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
/// Content is JSON Lines, one item per line; blank lines are ignored. An item is read and checked against its schema when
/// the resource polls for it. So the faster side, client or resource, waits for the other.
///
/// A wrong item is an error of the stream, which then ends. Returned with `?`, the error becomes the response: 400, 413 or
/// 422, with the line, or the position of the item in the list. The resource decides about the items before it: it can
/// keep them, or collect its changes and drop them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support POST by a stream",
    note = "implement `Receive` for `{Self}`"
)]
pub trait Receive: Resource {
    /// One item of the content.
    type Item: Input;

    /// The type that the response is serialised from.
    type Response: Serialize + JsonSchema + Send + Sync;

    /// The limit of a line, in bytes. [`Resource::max_content`] limits all lines together.
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
    /// Removes the entity.
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

/// No content.
pub type NoContent = ();
