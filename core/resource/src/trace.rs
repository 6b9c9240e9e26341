//! Traces: the path of one request through the graph, with the header fields that each decision read.
//!
//! A path is recorded only if [`Tracing`] is among the request's extensions. Other requests pay nothing.

use std::{fmt, sync::Arc};

use http::{HeaderName, HeaderValue, Response, header};

use crate::{
    Body, Cx,
    cut::cut,
    graph::{Branch, Decision, Walk},
};

/// The header field that carries the path.
pub const TRACE: HeaderName = HeaderName::from_static("ogrom-trace");

/// Header fields with credentials. Other people than the sender of the request see traces.
const SECRETS: [HeaderName; 3] = [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE];

/// The limit of one recorded text, in bytes.
const MAX_TEXT: usize = 1024;

/// Switches tracing on for one request, as a fact among its extensions.
#[derive(Debug, Clone, Default)]
pub struct Tracing {
    /// The receiver of the trace.
    pub sink: Option<Arc<dyn TraceSink>>,
    /// Whether the response carries the path in its header `ogrom-trace`.
    pub header: bool,
}

/// Takes traces.
pub trait TraceSink: fmt::Debug + Send + Sync {
    /// Takes the trace of one request, after the response is decided and before it is sent.
    fn take(&self, trace: Trace);
}

/// The path of one request through the graph. Its text is the path on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The method as the request names it.
    pub method: String,
    /// The path and the query.
    pub target: String,
    /// The status of the response.
    pub status: u16,
    /// The decisions that were made, in order.
    pub steps: Vec<Step>,
}

/// A decision that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The question.
    pub decision: Decision,
    /// The branch that it took. `None` if a fault ended the walk; that step is the last.
    pub answer: Option<Branch>,
    /// The fields of the request that it read, as [`Node::sees`](crate::graph::Node::sees) lists them.
    pub facts: Vec<Fact>,
}

/// A field of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub seen: Seen,
}

/// The value of a field, as far as it may be told.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Seen {
    /// There is none.
    Absent,
    /// There is one, which is secret.
    Secret,
    /// This, cut where it is long.
    Text(String),
}

// === impl Tracing ===

impl Tracing {
    /// Tells the path of a request that is answered now.
    pub(crate) fn tell(&self, cx: &Cx, walk: &Walk, response: &mut Response<Body>) {
        let trace = Trace::of(cx, walk, response.status().as_u16());
        if self.header
            && let Ok(path) = HeaderValue::try_from(trace.to_string())
        {
            response.headers_mut().insert(TRACE, path);
        }
        if let Some(sink) = &self.sink {
            sink.take(trace);
        }
    }
}

// === impl Trace ===

impl Trace {
    fn of(cx: &Cx, walk: &Walk, status: u16) -> Self {
        let mut answered: Vec<_> = walk.steps().map(|(decision, answer)| (decision, Some(answer))).collect();
        if answered.last().is_none_or(|(last, _)| *last != walk.at()) {
            answered.push((walk.at(), None));
        }
        let step = |(decision, answer): (Decision, _)| {
            let facts =
                decision.node().sees.iter().map(|name| Fact { name, seen: Seen::in_request(cx, name) });
            Step { decision, answer, facts: facts.collect() }
        };
        Self {
            method: beginning(cx.method_name()),
            target: beginning(target(cx)),
            status,
            steps: answered.into_iter().map(step).collect(),
        }
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Step { decision, answer, .. } in &self.steps {
            match answer {
                Some(answer) => write!(f, "{decision:?}={answer:?} ")?,
                None => write!(f, "{decision:?}=Fault ")?,
            }
        }
        write!(f, "{}", self.status)
    }
}

// === impl Seen ===

impl Seen {
    fn in_request(cx: &Cx, name: &str) -> Self {
        match name {
            ":method" => Self::Text(beginning(cx.method_name())),
            ":path" => Self::Text(beginning(target(cx))),
            _ => Self::in_header(cx, name),
        }
    }

    fn in_header(cx: &Cx, name: &str) -> Self {
        let lines: Vec<_> = cx.headers().get_all(name).iter().collect();
        if lines.is_empty() {
            Self::Absent
        } else if SECRETS.iter().any(|secret| secret == name) || lines.iter().any(|line| line.is_sensitive())
        {
            Self::Secret
        } else {
            let lines: Vec<_> = lines.iter().map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
            Self::Text(beginning(&lines.join(", ")))
        }
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "absent",
            Self::Secret => "present",
            Self::Text(text) => text,
        })
    }
}

fn target(cx: &Cx) -> &str {
    cx.uri().path_and_query().map_or("", |target| target.as_str())
}

/// The text, or its beginning: a request may be large, and traces are kept.
fn beginning(text: &str) -> String {
    cut(text, MAX_TEXT).into_owned()
}

#[cfg(test)]
mod tests;
