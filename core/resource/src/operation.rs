//! The semantics of each method: how its content becomes input, and how it acts.

mod reply;

use std::{
    future::{Future, ready},
    sync::Arc,
};

use http::HeaderMap;
use serde::Serialize;
use serde_json::Value;

pub(crate) use self::reply::Reply;
use crate::{
    Body, Cx, Delete, Fault, Get, Invalid, Method, Patch, Post, Put, Resource,
    content::{ParsedContent, Read, Unfit},
    fault::Result,
    faults::Faults,
    format::Format,
    graph::Branch,
    input::{
        convert, deserialise, fit,
        read_only::{Present, ReadOnly},
        schema::Checker,
    },
    patch, precondition,
    validators::fingerprint,
};

/// The semantics of a method on a resource: the content that it takes, and how it acts.
pub(crate) trait MethodSemantics<R: Resource>: 'static {
    /// The parsed content.
    type Input: Send + Sync;

    /// The formats of the response, the preferred first.
    fn offered(resource: &R) -> &[Format] {
        resource.formats()
    }

    /// The formats that content may have.
    fn taken(resource: &R, method: Method) -> &[Format] {
        resource.consumes(method)
    }

    /// The input of a method that receives its content while it acts, item by item. `None` for methods that read the whole
    /// content first.
    fn receive(_resource: &R, _item: Option<&Arc<Checker>>, _body: &mut Body) -> Option<Self::Input> {
        None
    }

    /// The input of a method that has no content.
    fn nothing() -> Option<Self::Input> {
        None
    }

    /// Turns content, taken as JSON, into the input.
    fn input(
        _resource: &R,
        _cx: &Cx,
        _rules: Rules<'_>,
        _entity: Option<&R::Entity>,
        _content: ParsedContent,
    ) -> impl Future<Output = Read<Self::Input>> + Send {
        let nothing = Self::nothing().map(Ok);
        ready(nothing.ok_or_else(|| Fault::defect("a method neither has content nor does without")))
    }

    /// The faults of the content, as far as they do not depend on the entity.
    fn faults(_rules: Rules<'_>, _content: ParsedContent) -> Faults {
        Faults::default()
    }

    /// The faults of the input beyond its schema.
    fn validate(
        _resource: &R,
        _cx: &Cx,
        _entity: Option<&R::Entity>,
        _input: &Self::Input,
    ) -> impl Future<Output = Result<Vec<Invalid>>> + Send {
        ready(Ok(Vec::new()))
    }

    /// Acts. The resource's own header fields go into `headers`.
    fn act(
        resource: &R,
        cx: &Cx,
        path: &R::Path,
        entity: Option<R::Entity>,
        input: Self::Input,
        format: &Format,
        headers: &mut HeaderMap,
    ) -> impl Future<Output = Result<Reply>> + Send;
}

/// The rules for the content of a method.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules<'b> {
    pub(crate) checker: &'b Checker,
    /// The members of the view that content of a PUT may repeat.
    pub(crate) read_only: &'b ReadOnly,
    /// The version that the content replaces, where there is one.
    pub(crate) version: Option<&'b str>,
}

/// GET and HEAD.
pub(crate) struct Getting;
/// PUT.
pub(crate) struct Putting;
/// PATCH.
pub(crate) struct Patching;
/// POST.
pub(crate) struct Posting;
/// DELETE.
pub(crate) struct Deleting;
/// A method that the resource does not support. The graph ends before it is asked.
pub(crate) struct Refusing;

// === impl MethodSemantics ===

pub(crate) fn found<E>(entity: Option<E>) -> Result<E> {
    entity.ok_or_else(|| Fault::defect("the graph acts on nothing with a method that creates nothing"))
}

/// The body that content of a PUT is, or that a patch results in. It may repeat what GET shows.
async fn replacement<R: Put>(
    resource: &R,
    cx: &Cx,
    rules: Rules<'_>,
    entity: Option<&R::Entity>,
    mut value: Value,
) -> Read<R::Body> {
    let mut faults = fit(&mut value, rules.checker);
    if rules.read_only.are_in(&value) {
        let present = match entity {
            // In a box, since most content has none of it, and all requests would have to make room.
            Some(entity) => Some(Box::pin(present(resource, cx, rules.version, entity)).await?),
            None => None,
        };
        faults = rules.read_only.take_from(&mut value, present.as_ref());
        faults.append(fit(&mut value, rules.checker));
    }
    Ok(if faults.is_empty() { deserialise(value) } else { Err(faults) }.map_err(Unfit::Invalid))
}

/// The present view, and whether the client has read just that. Others than its writer may change it without a new version, which
/// must not stop the writer.
async fn present<R: Get>(
    resource: &R,
    cx: &Cx,
    version: Option<&str>,
    entity: &R::Entity,
) -> Result<Present> {
    let view = resource.get(cx, entity).await?;
    let read = version.map(|version| precondition::contents_read(cx.headers(), version)).unwrap_or_default();
    let mut is_as_read = read.is_empty();
    for format in resource.formats() {
        is_as_read |= read.contains(&fingerprint(&format.write(&view)?));
    }
    Ok(Present { view: serde_json::to_value(&view).map_err(Fault::internal)?, is_as_read })
}

impl<R: Get> MethodSemantics<R> for Getting {
    type Input = ();

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
        let content = Some(cx.write(format, &resource.get(cx, &entity).await?)?.into());
        resource.describe(cx, &entity, headers);
        Ok(Reply { content, ..Reply::of(Branch::Ok) })
    }
}

impl<R: Put> MethodSemantics<R> for Putting {
    type Input = R::Body;

    async fn input(
        resource: &R,
        cx: &Cx,
        rules: Rules<'_>,
        entity: Option<&R::Entity>,
        content: ParsedContent,
    ) -> Read<R::Body> {
        replacement(resource, cx, rules, entity, content.value).await
    }

    fn faults(rules: Rules<'_>, mut content: ParsedContent) -> Faults {
        rules.read_only.drop_from(&mut content.value);
        convert::<R::Body>(content.value, rules.checker).err().unwrap_or_default()
    }

    async fn validate(
        resource: &R,
        cx: &Cx,
        entity: Option<&R::Entity>,
        body: &R::Body,
    ) -> Result<Vec<Invalid>> {
        resource.validate_put(cx, entity, body).await
    }

    async fn act(
        resource: &R,
        cx: &Cx,
        path: &R::Path,
        entity: Option<R::Entity>,
        body: R::Body,
        format: &Format,
        headers: &mut HeaderMap,
    ) -> Result<Reply> {
        Reply::shown(resource, cx, resource.put(cx, path, entity, body).await?, format, headers).await
    }
}

impl<R: Patch> MethodSemantics<R> for Patching
where
    R::Body: Serialize,
{
    type Input = R::Body;

    async fn input(
        resource: &R,
        cx: &Cx,
        rules: Rules<'_>,
        entity: Option<&R::Entity>,
        content: ParsedContent,
    ) -> Read<R::Body> {
        let before = serde_json::to_value(resource.document(found(entity)?)).map_err(Fault::internal)?;
        match patch::apply(before, content) {
            Ok(after) => replacement(resource, cx, rules, entity, after).await,
            Err(unfit) => Ok(Err(unfit)),
        }
    }

    fn faults(_: Rules<'_>, content: ParsedContent) -> Faults {
        let unreadable = patch::unreadable(content);
        unreadable.map(|detail| Invalid::content("", "malformed", detail).into()).unwrap_or_default()
    }

    async fn validate(
        resource: &R,
        cx: &Cx,
        entity: Option<&R::Entity>,
        body: &R::Body,
    ) -> Result<Vec<Invalid>> {
        resource.validate_put(cx, entity, body).await
    }

    async fn act(
        resource: &R,
        cx: &Cx,
        path: &R::Path,
        entity: Option<R::Entity>,
        body: R::Body,
        format: &Format,
        headers: &mut HeaderMap,
    ) -> Result<Reply> {
        <Putting as MethodSemantics<R>>::act(resource, cx, path, entity, body, format, headers).await
    }
}

impl<R: Post> MethodSemantics<R> for Posting {
    type Input = R::Body;

    async fn input(
        _: &R,
        _: &Cx,
        rules: Rules<'_>,
        _: Option<&R::Entity>,
        content: ParsedContent,
    ) -> Read<R::Body> {
        Ok(convert(content.value, rules.checker).map_err(Unfit::Invalid))
    }

    fn faults(rules: Rules<'_>, content: ParsedContent) -> Faults {
        convert::<R::Body>(content.value, rules.checker).err().unwrap_or_default()
    }

    async fn validate(
        resource: &R,
        cx: &Cx,
        entity: Option<&R::Entity>,
        body: &R::Body,
    ) -> Result<Vec<Invalid>> {
        resource.validate_post(cx, entity, body).await
    }

    async fn act(
        resource: &R,
        cx: &Cx,
        path: &R::Path,
        entity: Option<R::Entity>,
        body: R::Body,
        format: &Format,
        _: &mut HeaderMap,
    ) -> Result<Reply> {
        Reply::posted(resource.post(cx, path, entity, body).await?, format)
    }
}

impl<R: Delete> MethodSemantics<R> for Deleting {
    type Input = ();

    fn nothing() -> Option<()> {
        Some(())
    }

    async fn act(
        resource: &R,
        cx: &Cx,
        path: &R::Path,
        entity: Option<R::Entity>,
        (): (),
        format: &Format,
        headers: &mut HeaderMap,
    ) -> Result<Reply> {
        Reply::shown(resource, cx, resource.delete(cx, path, found(entity)?).await?, format, headers).await
    }
}

impl<R: Resource> MethodSemantics<R> for Refusing {
    type Input = ();

    fn nothing() -> Option<()> {
        Some(())
    }

    async fn act(
        _: &R,
        _: &Cx,
        _: &R::Path,
        _: Option<R::Entity>,
        (): (),
        _: &Format,
        _: &mut HeaderMap,
    ) -> Result<Reply> {
        Err(Fault::defect("the graph acts with a method that is not supported"))
    }
}
