//! The pages of health: one for whoever restarts the process, one for whoever sends requests to it.
//!
//! They tell all that they know to everybody, so they know nothing that is secret.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, header};
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Fault, Get, NoParameters, Problem, Resource, Result,
    describe::Documented,
};
use serde_json::{Value, json};

use super::Health;

/// After how long whoever was refused asks again.
const AGAIN: Duration = Duration::from_secs(1);

/// See [`live`].
#[derive(Debug)]
pub struct LiveResource;

/// See [`ready`].
#[derive(Debug)]
pub struct ReadyResource {
    health: Health,
}

/// The page that answers as long as the process does, whatever it depends on: to begin anew would mend none of that.
pub fn live() -> Endpoint {
    Endpoint::of(LiveResource).get().into()
}

/// The page that says whether requests are wanted here: 200, or 503 where the process is about to end or something that it
/// depends on is away.
pub fn ready(health: Health) -> Endpoint {
    Endpoint::of(ReadyResource { health }).get().into()
}

/// What is true now is not to be told later.
pub(super) fn not_kept(headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

// === impl LiveResource ===

impl Resource for LiveResource {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    fn documented() -> Documented {
        Documented::hidden()
    }

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }
}

impl Get for LiveResource {
    type View = Value;

    async fn get(&self, _: &Cx, (): &()) -> Result<Value> {
        Ok(json!({ "state": "live" }))
    }

    fn describe(&self, _: &Cx, (): &(), headers: &mut HeaderMap) {
        not_kept(headers);
    }
}

// === impl ReadyResource ===

impl Resource for ReadyResource {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    fn documented() -> Documented {
        Documented::hidden()
    }

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        Ok(Existence::Found(()))
    }
}

impl Get for ReadyResource {
    type View = Value;

    async fn get(&self, _: &Cx, (): &()) -> Result<Value> {
        let refused = |state: &'static str| Problem::unavailable().member("state", state).retry_after(AGAIN);
        if self.health.is_draining() {
            return Err(Fault::refused(refused("draining")));
        }
        let report = self.health.report().await;
        if report.is_well() {
            Ok(json!({ "state": "ready", "dependencies": report.told() }))
        } else {
            Err(Fault::refused(refused("not ready").member("dependencies", report.told())))
        }
    }

    fn describe(&self, _: &Cx, (): &(), headers: &mut HeaderMap) {
        not_kept(headers);
    }
}
