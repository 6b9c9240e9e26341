//! The scripted resource: the engine's own traits, implemented by a script.

use std::{
    borrow::Cow,
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use ogrom_core_resource::{
    self as engine, Codec, Cx, Delete, Endpoint, Format, Get, Invalid, Method, NoParameters, Outcome, Patch,
    Post, Posted, Put, Resource, Result, Validators,
};
use serde_json::Value;

use super::script::{Access, Action, Beyond, Existence, Fails, FailsAs, FailsAt, Script, Verb};

/// A resource that follows its script, and raises a flag when its action runs.
struct ScriptedResource {
    produces: Vec<Format>,
    languages: Vec<Cow<'static, str>>,
    consumes: Vec<Format>,
    patches: Vec<Format>,
    script: Script,
    acted: Arc<AtomicBool>,
}

/// The endpoint of a script; `acted` is set once its action runs.
pub fn endpoint(script: Script, acted: Arc<AtomicBool>) -> Endpoint {
    let verbs = script.methods.clone();
    let draft = Endpoint::of(ScriptedResource {
        produces: script.produces.iter().map(|media_type| written(media_type)).collect(),
        languages: script.languages.iter().cloned().map(Cow::from).collect(),
        consumes: script.consumes.iter().map(|media_type| read(media_type)).collect(),
        patches: script.patches.iter().map(|media_type| patched(media_type)).collect(),
        script,
        acted,
    });
    let draft = verbs.into_iter().fold(draft, |draft, verb| match verb {
        Verb::Get => draft.get(),
        Verb::Put => draft.put(),
        Verb::Post => draft.post(),
        Verb::Patch => draft.patch(),
        Verb::Delete => draft.delete(),
    });
    draft.into()
}

/// The format of a representation: a script's body is always written as JSON or CBOR, whatever its type.
fn written(media_type: &str) -> Format {
    let codec = if is_a(media_type, "cbor") { Codec::Cbor } else { Codec::Json };
    Format::new(media_type.to_owned(), codec)
}

/// The format of content: any type but JSON and CBOR is text.
fn read(media_type: &str) -> Format {
    let codec = match media_type {
        json if is_a(json, "json") => Codec::Json,
        cbor if is_a(cbor, "cbor") => Codec::Cbor,
        _ => Codec::Text,
    };
    Format::new(media_type.to_owned(), codec)
}

/// The format of a patch: any type but JSON Patch is a merge patch, which is also how CBOR is read.
fn patched(media_type: &str) -> Format {
    let codec = match media_type {
        operations if is_a(operations, "json-patch+json") => Codec::JsonPatch,
        cbor if is_a(cbor, "cbor") => Codec::Cbor,
        _ => Codec::MergePatch,
    };
    Format::new(media_type.to_owned(), codec)
}

/// Whether a media type is this one of `application`, or built upon it (RFC 6838 §4.2.8), whatever its parameters.
fn is_a(media_type: &str, syntax: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.strip_prefix("application/") == Some(syntax) || essence.ends_with(&format!("+{syntax}"))
}

// === impl ScriptedResource ===

impl ScriptedResource {
    fn fail(&self, now: FailsAt) -> Result<()> {
        let Some(Fails { at, kind }) = self.script.fails.filter(|fails| fails.at == now) else {
            return Ok(());
        };
        let cause = io::Error::other(format!("scripted at {at:?}"));
        Err(match kind {
            FailsAs::Unavailable => engine::Fault::unavailable(None, cause),
            FailsAs::Timeout => engine::Fault::timed_out(cause),
            FailsAs::Corrupt => engine::Fault::internal(cause),
        })
    }

    fn faults(&self) -> Vec<Invalid> {
        let fault = |fault: &super::Fault| Invalid::content(&*fault.pointer, "scripted", &*fault.message);
        self.script.invalid.iter().map(fault).collect()
    }

    /// A change that contradicts the state, or comes too late, is refused without acting.
    fn act<T>(&self, action: &Action, content: T) -> Result<Outcome<T>> {
        match self.script.beyond {
            Some(Beyond::Stale) => return Ok(Outcome::Stale),
            Some(Beyond::Invalid) => {
                return Ok(Outcome::Invalid(vec![Invalid::content("", "scripted", "cannot be")]));
            }
            _ if self.script.conflict => return Ok(Outcome::Conflict("it contradicts the state".to_owned())),
            _ => {}
        }
        self.acted.store(true, Ordering::SeqCst);
        self.fail(FailsAt::Act)?;
        Ok(match action {
            Action::Ok => Outcome::Ok(content),
            Action::NoContent => Outcome::Done,
            Action::Accepted => Outcome::Accepted,
            Action::Created(uri) => Outcome::Created { location: Some(uri.clone()), content },
            Action::SeeOther(uri) => Outcome::SeeOther(uri.clone()),
        })
    }
}

fn access(access: Access) -> engine::Access {
    match access {
        Access::Granted => engine::Access::Granted,
        Access::Unauthenticated => engine::Access::Unauthenticated("Bearer realm=\"conformance\"".into()),
        Access::Forbidden => engine::Access::Forbidden("the script forbids it".into()),
        Access::Limited(seconds) => engine::Access::Limited(Duration::from_secs(seconds)),
    }
}

impl Resource for ScriptedResource {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = Value;

    fn unavailable(&self, _: &Cx) -> Option<Duration> {
        self.script.available.0
    }

    async fn authorized(&self, _: &Cx) -> Result<engine::Access> {
        Ok(access(self.script.access))
    }

    fn max_content(&self) -> usize {
        self.script.max_body
    }

    fn formats(&self) -> &[Format] {
        &self.produces
    }

    fn languages(&self) -> &[Cow<'static, str>] {
        &self.languages
    }

    fn consumes(&self, method: Method) -> &[Format] {
        match method {
            Method::Patch => &self.patches,
            Method::Put | Method::Post => &self.consumes,
            _ => &[],
        }
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<engine::Existence<Value>> {
        self.fail(FailsAt::Exists)?;
        Ok(match (self.script.beyond, &self.script.existence) {
            (Some(Beyond::Nowhere), _) => engine::Existence::ParentMissing,
            (Some(Beyond::Malformed), _) => {
                engine::Existence::Malformed(vec![Invalid::query("page", "scripted", "leads nowhere")])
            }
            (_, Existence::Found) => engine::Existence::Found(self.script.body.clone()),
            (_, Existence::Missing) => engine::Existence::Missing,
            (_, Existence::Gone) => engine::Existence::Gone,
            (_, Existence::Moved(uri)) => engine::Existence::Moved(uri.clone()),
            (_, Existence::MovedTemporarily(uri)) => engine::Existence::MovedTemporarily(uri.clone()),
        })
    }

    fn creates(&self, method: Method) -> bool {
        match method {
            Method::Put => self.script.put_creates,
            _ => self.script.post_creates,
        }
    }

    fn permitted(&self, _: &Cx, (): &(), _: Option<&Value>) -> engine::Access {
        match self.script.beyond {
            Some(Beyond::Permits(permitted)) => access(permitted),
            _ => engine::Access::Granted,
        }
    }

    fn demands_condition(&self) -> bool {
        self.script.require_precondition
    }

    fn validators(&self, _: &Value) -> Validators {
        let tagged = self.script.etag.as_deref().map_or(Validators::NONE, Validators::entity_tag);
        match self.script.last_modified {
            Some(instant) => tagged.modified(instant.as_millisecond()),
            None => tagged,
        }
    }
}

impl Get for ScriptedResource {
    type View = Value;

    async fn get(&self, _: &Cx, body: &Value) -> Result<Value> {
        Ok(body.clone())
    }
}

impl Put for ScriptedResource {
    type Body = Value;

    async fn validate_put(&self, _: &Cx, _: Option<&Value>, _: &Value) -> Result<Vec<Invalid>> {
        Ok(self.faults())
    }

    async fn put(&self, cx: &Cx, (): &(), before: Option<Value>, body: Value) -> Result<Outcome<Value>> {
        let told = if cx.method() == Some(Method::Patch) { &self.script.patch } else { &self.script.put };
        match told {
            Some(action) => self.act(action, body),
            None if before.is_some() => self.act(&Action::NoContent, body),
            None => Ok(match self.act(&Action::Ok, body)? {
                Outcome::Ok(content) => Outcome::Created { location: None, content },
                refused => refused,
            }),
        }
    }
}

impl Patch for ScriptedResource {
    fn document(&self, body: &Value) -> Value {
        body.clone()
    }
}

impl Post for ScriptedResource {
    type Body = Value;
    type Response = Value;

    async fn validate_post(&self, _: &Cx, _: Option<&Value>, _: &Value) -> Result<Vec<Invalid>> {
        Ok(self.faults())
    }

    async fn post(&self, _: &Cx, (): &(), _: Option<Value>, body: Value) -> Result<Outcome<Posted<Value>>> {
        let answer = Posted { view: body, validators: Validators::NONE };
        self.act(self.script.post.as_ref().unwrap_or(&Action::Ok), answer)
    }
}

impl Delete for ScriptedResource {
    async fn delete(&self, _: &Cx, (): &(), body: Value) -> Result<Outcome<Value>> {
        self.act(self.script.delete.as_ref().unwrap_or(&Action::NoContent), body)
    }
}
