//! The probe: a resource with every capability, whose types have every kind of rule.

use std::{borrow::Cow, collections::BTreeMap};

use ogrom_core_resource::{
    Access, Cx, Delete, Endpoint, Existence, Format, Get, Method, Outcome, Patch, Post, Posted, Put,
    Resource, Result, Validators, path,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{judge, request::Asked};

path! {
    /// The path of a probe.
    pub struct ProbePath { probe: String }
}

/// The resource for one request: a bit for each decision, and the outcome in the highest three.
#[derive(Debug, Clone, Copy)]
pub(super) struct Probed(u8);

/// A thing with every kind of rule in its schema.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Thing {
    kind: Kind,
    #[schemars(range(min = 1, max = 9))]
    count: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 20))]
    title: Option<String>,
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    part: f64,
    #[serde(default)]
    #[schemars(length(max = 3))]
    tags: Vec<String>,
    #[serde(default)]
    names: BTreeMap<String, i8>,
    #[serde(default)]
    shape: Option<Shape>,
    #[serde(default)]
    within: Option<Box<Thing>>,
    #[serde(default)]
    anything: Value,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Kind {
    #[default]
    Even,
    Odd,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Shape {
    Circle { radius: f64 },
    Square { side: f64 },
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only reading them is of interest")]
struct Query {
    #[schemars(range(min = 1, max = 100))]
    limit: Option<u8>,
    text: Option<String>,
    price: Option<f64>,
    strict: Option<bool>,
    kind: Option<Kind>,
}

/// Whether changes must be conditional.
struct Probe {
    strict: bool,
}

// === impl Probed ===

impl Probed {
    pub(super) fn like(byte: u8) -> Self {
        Self(byte)
    }

    /// Sends a request to such a resource. `make` makes the same each time.
    pub(super) fn judge(self, make: &dyn Fn() -> Option<Asked>) {
        thread_local! {
            static ENDPOINTS: [Endpoint; 2] = [false, true].map(|strict| {
                Endpoint::of(Probe { strict }).get().put().patch().post().delete().into()
            });
        }
        ENDPOINTS.with(|endpoints| judge::judge(&endpoints[usize::from(self.has(3))], self, make));
    }

    fn has(self, bit: u8) -> bool {
        self.0 & (1 << bit) != 0
    }

    fn outcome<T>(self, content: T) -> Outcome<T> {
        match self.0 >> 5 {
            0 => Outcome::Ok(content),
            1 => Outcome::Created { location: Some("/probe/b".to_owned()), content },
            2 => Outcome::Created { location: None, content },
            3 => Outcome::Accepted,
            4 => Outcome::Done,
            5 => Outcome::SeeOther("/probe/b".to_owned()),
            6 => Outcome::Conflict("it contradicts the state".to_owned()),
            _ => Outcome::Stale,
        }
    }

    fn of(cx: &Cx) -> Self {
        cx.fact().copied().unwrap_or(Self(1))
    }

    fn thing() -> Thing {
        let anything = serde_json::json!({ "a": [1, { "b": null }], "ü": "é\u{1f600}" });
        let within = Some(Box::new(Thing { count: 2, ..Thing::default() }));
        Thing { count: 1, title: Some("Ümläute".to_owned()), within, anything, ..Thing::default() }
    }
}

// === impl Probe ===

impl Resource for Probe {
    type Path = ProbePath;
    type Parameters = Query;
    type Entity = (Probed, Thing);

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn languages(&self) -> &[Cow<'static, str>] {
        const { &[Cow::Borrowed("de-CH"), Cow::Borrowed("fr")] }
    }

    fn consumes(&self, method: Method) -> &[Format] {
        match method {
            Method::Patch => const { &[Format::MERGE_PATCH, Format::JSON_PATCH, Format::CBOR] },
            Method::Post | Method::Put => const { &[Format::JSON, Format::CBOR] },
            _ => &[],
        }
    }

    async fn exists(&self, cx: &Cx, _: &ProbePath, _: &Query) -> Result<Existence<Self::Entity>> {
        let like = Probed::of(cx);
        Ok(if like.has(0) { Existence::Found((like, Probed::thing())) } else { Existence::Missing })
    }

    fn creates(&self, _: Method) -> bool {
        true
    }

    fn demands_condition(&self) -> bool {
        self.strict
    }

    fn validators(&self, (like, _): &Self::Entity) -> Validators {
        let tagged = match (like.has(1), like.has(2)) {
            (false, false) => Validators::version(7),
            (false, true) => Validators::FROM_CONTENT,
            (true, false) => Validators::entity_tag("W/\"a\""),
            (true, true) => Validators::NONE,
        };
        if like.has(4) { tagged.modified(784_887_151_250) } else { tagged }
    }
}

impl Get for Probe {
    type View = Thing;

    async fn get(&self, _: &Cx, (_, thing): &Self::Entity) -> Result<Thing> {
        Ok(thing.clone())
    }
}

impl Put for Probe {
    type Body = Thing;

    async fn put(
        &self,
        cx: &Cx,
        _: &ProbePath,
        _: Option<Self::Entity>,
        body: Thing,
    ) -> Result<Outcome<Self::Entity>> {
        let like = Probed::of(cx);
        Ok(like.outcome((like, body)))
    }
}

impl Patch for Probe {
    fn document(&self, (_, thing): &Self::Entity) -> Thing {
        thing.clone()
    }
}

impl Post for Probe {
    type Body = Thing;
    type Response = Thing;

    async fn post(
        &self,
        cx: &Cx,
        _: &ProbePath,
        _: Option<Self::Entity>,
        body: Thing,
    ) -> Result<Outcome<Posted<Thing>>> {
        Ok(Probed::of(cx).outcome(Posted { view: body, validators: Validators::version(8) }))
    }
}

impl Delete for Probe {
    async fn delete(&self, cx: &Cx, _: &ProbePath, found: Self::Entity) -> Result<Outcome<Self::Entity>> {
        Ok(Probed::of(cx).outcome(found))
    }
}
