//! The pages of health: one for supervisors that restart the process, one for balancers that send requests to it.
//!
//! Everybody may read them, so that they hold nothing secret.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, header};
use ogrom_core_resource::{Access, Cx, Endpoint, Fault, Problem, Result, Singleton, Validators};
use serde_json::{Value, json};

use super::Health;

/// `Retry-After` of a service that is not ready.
const AGAIN: Duration = Duration::from_secs(1);

/// See [`live`].
#[derive(Debug)]
pub struct LiveResource;

/// See [`ready`].
#[derive(Debug)]
pub struct ReadyResource {
    health: Health,
}

/// The liveness page: 200 for as long as the process responds. It checks no dependency, since a restart would mend none.
pub fn live() -> Endpoint {
    Endpoint::of(LiveResource).get().into()
}

/// The readiness page: 200, or 503 while the service drains or a dependency is down.
pub fn ready(health: Health) -> Endpoint {
    Endpoint::of(ReadyResource { health }).get().into()
}

/// Health is never cached.
pub(super) fn no_store(headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

// === impl LiveResource ===

impl Singleton for LiveResource {
    type View = Value;

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn validators(&self) -> Validators {
        Validators::NONE
    }

    async fn view(&self, _: &Cx) -> Result<Value> {
        Ok(json!({ "state": "live" }))
    }

    fn describe(&self, headers: &mut HeaderMap) {
        no_store(headers);
    }
}

// === impl ReadyResource ===

impl Singleton for ReadyResource {
    type View = Value;

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn validators(&self) -> Validators {
        Validators::NONE
    }

    async fn view(&self, _: &Cx) -> Result<Value> {
        let refused = |state: &'static str| Problem::unavailable().member("state", state).retry_after(AGAIN);
        if self.health.is_draining() {
            return Err(Fault::refused(refused("draining")));
        }
        let report = self.health.report().await;
        if report.is_well() {
            Ok(json!({ "state": "ready", "dependencies": report.dependencies() }))
        } else {
            Err(Fault::refused(refused("not ready").member("dependencies", report.dependencies())))
        }
    }

    fn describe(&self, headers: &mut HeaderMap) {
        no_store(headers);
    }
}
