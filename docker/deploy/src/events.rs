//! The messages of a run: lines of text for people, lines of JSON for machines.

mod sinks;

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

pub(crate) use self::sinks::{JsonSink, Sinks, TextSink};
use crate::{Step, beanstalk::Event, report::Report};

/// A receiver of messages.
pub trait Sink: Send + Sync {
    /// Takes a message.
    fn record(&self, message: &Message);
}

/// A message of a run.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// When.
    pub at: Timestamp,
    /// How long the run has taken up to here; in JSON, seconds.
    #[serde(serialize_with = "seconds")]
    pub elapsed: Duration,
    /// The event.
    #[serde(flatten)]
    pub event: RunEvent,
}

/// An event of a run.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum RunEvent {
    /// A step begins, or has ended.
    Step {
        /// Which.
        name: Step,
        /// How far it is.
        state: StepState,
        /// The result; empty where it begins.
        detail: String,
    },
    /// A step waits; sent again after each look.
    Waiting {
        /// Which step.
        name: Step,
        /// The condition that it waits for.
        detail: String,
    },
    /// A fact worth knowing.
    Note {
        /// At which step.
        name: Step,
        /// The fact.
        detail: String,
    },
    /// A matter for a person to look after, though the run continues.
    Warning {
        /// At which step.
        name: Step,
        /// The matter.
        detail: String,
    },
    /// An event that Beanstalk reports for an environment.
    Beanstalk {
        /// Which environment.
        environment: String,
        /// The time, the severity, and the text.
        happened: Event,
    },
    /// The result of a run.
    Report(Report),
    /// Why a run stops.
    Stop {
        /// The exit code.
        code: u8,
        /// The event in a sentence.
        message: String,
        /// Observations meanwhile.
        details: Vec<String>,
        /// The next step.
        next: Option<String>,
    },
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepState {
    /// Nothing of it was done yet.
    Begins,
    /// It is done.
    Done,
    /// It failed; the deployment continues, if the rest does not depend on it.
    Failed,
}

fn seconds<S: serde::Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((duration.as_secs_f64() * 1000.0).round() / 1000.0)
}
