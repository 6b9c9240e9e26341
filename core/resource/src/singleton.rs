//! Resources of which there is one: a page, a list that is part of the program, the state of the process.

use std::{
    borrow::Cow,
    future::{Future, ready},
};

use http::HeaderMap;
use ogrom_core_path::LinkTo;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    Access, Audience, Cx, Existence, Format, Get, NoParameters, Resource, Validators, describe::Documented,
    fault::Result,
};

/// A resource that supports GET and HEAD alone, and has neither parameters nor an entity. It is a [`Resource`] that
/// [gets](Get) its view.
///
/// ```
/// use ogrom_core_resource::{Access, Cx, Endpoint, Result, Singleton};
///
/// struct Greeting;
///
/// impl Singleton for Greeting {
///     type View = &'static str;
///
///     async fn authorized(&self, _: &Cx) -> Result<Access> {
///         Ok(Access::Granted)
///     }
///
///     async fn view(&self, _: &Cx) -> Result<&'static str> {
///         Ok("Hello!")
///     }
/// }
///
/// let endpoint = Endpoint::from(Endpoint::of(Greeting).get());
/// ```
pub trait Singleton: Send + Sync + 'static {
    /// See [`Get::View`].
    type View: Serialize + JsonSchema + Send + Sync;

    /// See [`Resource::links`].
    fn links() -> Vec<LinkTo> {
        Vec::new()
    }

    /// See [`Resource::documented`]. Documents leave it out unless this says otherwise.
    fn documented() -> Documented {
        Documented::hidden()
    }

    /// See [`Resource::authorized`].
    fn authorized(&self, cx: &Cx) -> impl Future<Output = Result<Access>> + Send;

    /// See [`Resource::formats`].
    fn formats(&self) -> &[Format] {
        const { &[Format::JSON, Format::CBOR] }
    }

    /// See [`Resource::languages`].
    fn languages(&self) -> &[Cow<'static, str>] {
        &[]
    }

    /// See [`Resource::exists`]: it is there unless this says otherwise.
    fn exists(&self, _cx: &Cx) -> impl Future<Output = Result<Existence<()>>> + Send {
        ready(Ok(Existence::Found(())))
    }

    /// See [`Resource::validators`]: a tag of the content unless this says otherwise.
    fn validators(&self) -> Validators {
        Validators::FROM_CONTENT
    }

    /// See [`Resource::audience`].
    fn audience(&self, _cx: &Cx) -> Audience {
        Audience::Everybody
    }

    /// See [`Get::get`].
    fn view(&self, cx: &Cx) -> impl Future<Output = Result<Self::View>> + Send;

    /// See [`Get::describe`].
    fn describe(&self, _headers: &mut HeaderMap) {}
}

impl<S: Singleton> Resource for S {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    fn links() -> Vec<LinkTo> {
        S::links()
    }

    fn documented() -> Documented {
        S::documented()
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Singleton::authorized(self, cx).await
    }

    fn formats(&self) -> &[Format] {
        Singleton::formats(self)
    }

    fn languages(&self) -> &[Cow<'static, str>] {
        Singleton::languages(self)
    }

    async fn exists(&self, cx: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Singleton::exists(self, cx).await
    }

    fn validators(&self, (): &()) -> Validators {
        Singleton::validators(self)
    }

    fn audience(&self, cx: &Cx) -> Audience {
        Singleton::audience(self, cx)
    }
}

impl<S: Singleton> Get for S {
    type View = S::View;

    async fn get(&self, cx: &Cx, (): &()) -> Result<S::View> {
        self.view(cx).await
    }

    fn describe(&self, _: &Cx, (): &(), headers: &mut HeaderMap) {
        Singleton::describe(self, headers);
    }
}
