//! The test interface of the double itself. None of it is part of the API of AWS.

use std::sync::Arc;

use hyper::{Method, StatusCode};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    core::Core,
    policy::Policy,
    world::{Which, environment::Requests, fault::Fault},
};

/// How much virtual time is to pass.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: u32,
}

/// The requests of an environment within ten seconds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Came {
    environment: String,
    all: u32,
    failed: u32,
}

/// Responds to a request below `/double/`.
pub(super) async fn answer(
    core: &Arc<Core>,
    method: &Method,
    path: &str,
    body: &[u8],
) -> (StatusCode, Value) {
    let done = match (method.as_str(), path) {
        ("GET", "state") => return (StatusCode::OK, state(core)),
        ("POST", "faults") => read::<Vec<Fault>>(body).map(|faults| core.world().faults.extend(faults)),
        ("DELETE", "faults") => {
            core.world().faults.clear();
            Ok(())
        }
        ("POST", "clock") => match read::<Advance>(body) {
            Ok(Advance { seconds }) => {
                core.advance(SignedDuration::from_secs(i64::from(seconds))).await;
                Ok(())
            }
            Err(wrong) => Err(wrong),
        },
        ("PUT", "policy") => read::<Value>(body)
            .and_then(|document| Policy::read(&document).map_err(|error| error.to_string()))
            .map(|policy| core.set_policy(Some(policy))),
        ("DELETE", "policy") => {
            core.set_policy(None);
            Ok(())
        }
        ("PUT", "requests") => read::<Came>(body).and_then(|came| {
            let requests = Requests { all: came.all, failed: came.failed };
            let set = core.world().came(&Which::named(&came.environment), requests);
            set.map_err(|refusal| refusal.message)
        }),
        _ => {
            return (StatusCode::NOT_FOUND, json!({ "error": format!("the double has no {method} {path}") }));
        }
    };
    match done {
        Ok(()) => (StatusCode::OK, json!({})),
        Err(error) => (StatusCode::BAD_REQUEST, json!({ "error": error })),
    }
}

/// Everything, the processes included.
pub(crate) fn state(core: &Core) -> Value {
    let mut state = core.world().state();
    state["processes"] = json!(core.fleet.processes());
    state
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}
