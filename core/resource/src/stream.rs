//! Streams: content that is written while it is sent, and read while it arrives, so that no memory need hold it.

mod csv;
mod items;
mod lines;
mod sending;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use http::HeaderMap;
use http_body_util::Empty;

pub use self::items::Items;
use self::sending::Sending;
use crate::{
    Body, Cx, Method, Receive, Stream,
    fault::Result,
    format::Format,
    graph::Branch,
    input::schema::Checker,
    operation::{MethodSemantics, Reply, found},
};

/// GET and HEAD, by a stream of items.
pub(crate) struct Streaming;
/// POST, by a stream of items.
pub(crate) struct Receiving;

// === impl MethodSemantics ===

impl<R: Stream> MethodSemantics<R> for Streaming {
    type Input = ();

    fn offered(resource: &R) -> &[Format] {
        resource.item_formats()
    }

    fn nothing() -> Option<()> {
        Some(())
    }

    async fn act(
        resource: &R,
        cx: &Cx,
        _: &R::Path,
        entity: Option<R::Entity>,
        (): (),
        format: &Format,
        headers: &mut HeaderMap,
    ) -> Result<Reply> {
        let entity = found(entity)?;
        let mut reply = Reply::of(Branch::Ok);
        resource.describe(cx, &entity, headers);
        reply.content = Some(if cx.method() == Some(Method::Head) {
            // Only its length is ever looked at, and no length is told where nothing is.
            Body::streamed(Empty::new())
        } else {
            let mut sending =
                Sending::new(resource.items(cx, entity).await?, format.codec(), cx.fieldset().cloned())
                    .in_columns(resource.columns());
            sending.begin().await?;
            Body::streamed(sending)
        });
        Ok(reply)
    }
}

impl<R: Receive> MethodSemantics<R> for Receiving {
    type Input = Items<R::Item>;

    fn taken(_: &R, method: Method) -> &[Format] {
        match method {
            Method::Post => const { &[Format::JSON_LINES] },
            _ => &[],
        }
    }

    fn receive(resource: &R, item: Option<&Arc<Checker>>, body: &mut Body) -> Option<Items<R::Item>> {
        let (most, all) = (resource.max_item(), resource.max_content());
        Some(Items::new(std::mem::take(body), Arc::clone(item?), most, all))
    }

    async fn act(
        resource: &R,
        cx: &Cx,
        path: &R::Path,
        entity: Option<R::Entity>,
        items: Items<R::Item>,
        format: &Format,
        _: &mut HeaderMap,
    ) -> Result<Reply> {
        Reply::posted(resource.receive(cx, path, entity, items).await?, format)
    }
}
