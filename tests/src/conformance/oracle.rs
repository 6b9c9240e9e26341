//! The oracle: makes the graph's decisions from a case alone, without the engine.
//!
//! It is a second implementation, written from the RFCs and the format, so that a mistake must be made twice to go
//! unseen. It only leans on the graph.

mod accept;
mod cbor;
mod conditions;
mod content;
mod dates;
mod patches;
mod prefer;
mod ranges;

use ogrom_core_resource::graph::{Branch, Decision, Next, Walk};

use super::{
    Case, Request, Script,
    case::SUBJECT,
    script::{Access, Action, Beyond, Existence, FailsAs, FailsAt, Verb},
};

/// The way of a case through the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The questions that were asked, with their answers.
    pub steps: Vec<(Decision, Branch)>,
    /// Where it ended.
    pub status: u16,
}

/// The longest target, in bytes.
const LONGEST_TARGET: usize = 8 * 1024;

/// The most that the names and values of all header fields may take, in bytes.
const LARGEST_HEADER: usize = 32 * 1024;

const KNOWN: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];

/// A failure of the resource ends a walk wherever it comes, with this status.
struct Failure(u16);

/// Walks the graph with the decisions of a case. Absent for a request that never reaches the resource.
///
/// # Panics
///
/// If the graph has no edge for a result of the oracle.
pub fn walk(case: &Case) -> Option<Path> {
    let to_subject = case.request.path.split('?').next() == Some(SUBJECT);
    if !to_subject || !content::is_framed(&case.request) {
        return None;
    }
    let mut walk = Walk::new();
    loop {
        let decision = walk.at();
        let status = match Oracle(case).answer(decision) {
            Err(Failure(status)) => status,
            Ok(answer) => match walk.answer(answer) {
                Some(Next::Ask(_)) => continue,
                Some(Next::Respond(status)) => status,
                None => panic!("{}: {decision:?} has no edge {answer:?}", case.name),
            },
        };
        return Some(Path { steps: walk.steps().collect(), status });
    }
}

struct Oracle<'a>(&'a Case);

// === impl Oracle ===

impl Oracle<'_> {
    fn answer(&self, decision: Decision) -> Result<Branch, Failure> {
        let Case { resource: script, request, .. } = self.0;
        let method = request.method.as_str();
        Ok(match decision {
            Decision::Available => yes(script.available.0.is_none()),
            Decision::MethodKnown => yes(KNOWN.contains(&method)),
            Decision::UriFits => yes(request.path.len() <= LONGEST_TARGET),
            Decision::HeadersFit => yes(self.header_size() <= LARGEST_HEADER),
            Decision::MethodAllowed => yes(allowed(script, method)),
            Decision::Access => answer_of(script.access),
            Decision::Options => yes(method == "OPTIONS"),
            Decision::ContentFits => yes(content::announced(request).is_none_or(|n| n <= script.max_body)),
            Decision::ContentWhole => yes(!(method == "PUT" && request.has("Content-Range"))),
            Decision::ContentTypeKnown => yes(content::is_of_known_type(request, script)),
            Decision::Acceptable => {
                let problems = ["application/problem+json".to_owned()];
                yes(accept::accepts_any(request, &script.produces)
                    || (method == "DELETE" && accept::accepts_any(request, &problems)))
            }
            Decision::ParametersValid => {
                yes(request.path.split_once('?').is_none_or(|(_, query)| query.is_empty()))
            }
            Decision::Existence => return existence(script),
            Decision::CreatesHere => yes(match method {
                "PUT" => script.put_creates,
                "POST" => script.post_creates,
                _ => false,
            }),
            Decision::Permitted => match script.beyond {
                Some(Beyond::Permits(access)) => answer_of(access),
                _ => Branch::Granted,
            },
            Decision::ConditionGiven => yes(!self.lacks_condition()),
            Decision::Conditions => conditions::evaluate(request, script),
            Decision::Reads => yes(reads(method)),
            Decision::ContentReadable => content::read(request, script),
            Decision::ContentValid => content::judge(request, script),
            Decision::Act => return act(script, request),
            Decision::Range => ranges::evaluate(request, script),
            Decision::ConditionLost => yes(conditions::guarded(request)),
        })
    }

    /// With the lines that the client adds by itself.
    fn header_size(&self) -> usize {
        let request = &self.0.request;
        let given: usize = request.headers.iter().map(|(name, value)| name.len() + value.trim().len()).sum();
        let added = |name: &str, value: &str| if request.has(name) { 0 } else { name.len() + value.len() };
        given + added("Host", "127.0.0.1") + added("Connection", "close")
    }

    fn lacks_condition(&self) -> bool {
        let Case { resource: script, request, .. } = self.0;
        let writes = !reads(&request.method) && script.existence == Existence::Found;
        script.require_precondition && writes && !conditions::guarded(request)
    }
}

fn yes(holds: bool) -> Branch {
    if holds { Branch::Yes } else { Branch::No }
}

fn reads(method: &str) -> bool {
    matches!(method, "GET" | "HEAD")
}

fn allowed(script: &Script, method: &str) -> bool {
    let verb = match method {
        "OPTIONS" => return true,
        "GET" | "HEAD" => Verb::Get,
        "PUT" => Verb::Put,
        "POST" => Verb::Post,
        "PATCH" => Verb::Patch,
        "DELETE" => Verb::Delete,
        _ => return false,
    };
    script.methods.contains(&verb)
}

fn answer_of(access: Access) -> Branch {
    match access {
        Access::Granted => Branch::Granted,
        Access::Unauthenticated => Branch::Unauthenticated,
        Access::Forbidden => Branch::Forbidden,
        Access::Limited(_) => Branch::Limited,
    }
}

fn fails(script: &Script, now: FailsAt) -> Result<(), Failure> {
    match script.fails.filter(|fails| fails.at == now).map(|fails| fails.kind) {
        None => Ok(()),
        Some(FailsAs::Unavailable) => Err(Failure(503)),
        Some(FailsAs::Timeout) => Err(Failure(504)),
        Some(FailsAs::Corrupt) => Err(Failure(500)),
    }
}

fn existence(script: &Script) -> Result<Branch, Failure> {
    fails(script, FailsAt::Exists)?;
    Ok(match (script.beyond, &script.existence) {
        (Some(Beyond::Nowhere), _) => Branch::Nowhere,
        (Some(Beyond::Malformed), _) => Branch::Malformed,
        (_, Existence::Found) => Branch::Found,
        (_, Existence::Missing) => Branch::Missing,
        (_, Existence::Gone) => Branch::Gone,
        (_, Existence::Moved(_)) => Branch::Moved,
        (_, Existence::MovedTemporarily(_)) => Branch::MovedTemporarily,
    })
}

fn act(script: &Script, request: &Request) -> Result<Branch, Failure> {
    let method = request.method.as_str();
    if reads(method) {
        return Ok(Branch::Ok);
    }
    match script.beyond {
        Some(Beyond::Stale) => return Ok(Branch::Stale),
        Some(Beyond::Invalid) => return Ok(Branch::Invalid),
        _ if script.conflict => return Ok(Branch::Conflict),
        _ => fails(script, FailsAt::Act)?,
    }
    let told = match method {
        "PUT" => &script.put,
        "POST" => &script.post,
        "PATCH" => &script.patch,
        _ => &script.delete,
    };
    let shown = if prefer::is_minimal(request) { Branch::Done } else { Branch::Ok };
    Ok(match told {
        Some(Action::Ok) => shown,
        Some(Action::Accepted) => Branch::Accepted,
        Some(Action::Created(_)) => Branch::Created,
        Some(Action::SeeOther(_)) => Branch::SeeOther,
        None if method == "POST" => shown,
        None if method == "PUT" && script.existence == Existence::Missing => Branch::Created,
        Some(Action::NoContent) | None => Branch::Done,
    })
}
