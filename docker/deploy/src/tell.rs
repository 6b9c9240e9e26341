//! What a run tells while it runs: to people as lines, to machines as lines of JSON.

mod sinks;

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

pub(crate) use self::sinks::{Json, People, Several};
use crate::{Step, beanstalk::Event, report::Report};

/// Whoever is told.
pub trait Listener: Send + Sync {
    /// Takes a message.
    fn hear(&self, message: &Message);
}

/// Something that a run tells.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// When.
    pub at: Timestamp,
    /// How long the run has taken up to here; in JSON, seconds.
    #[serde(serialize_with = "seconds")]
    pub elapsed: Duration,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// What a run tells.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum What {
    /// A step begins, or has ended.
    Step {
        /// Which.
        name: Step,
        /// How far it is.
        state: StepState,
        /// What came of it; empty where it begins.
        detail: String,
    },
    /// What a step waits for; again whenever it has looked.
    Waiting {
        /// Which step.
        name: Step,
        /// What for.
        detail: String,
    },
    /// What is worth knowing.
    Note {
        /// At which step.
        name: Step,
        /// What.
        detail: String,
    },
    /// What somebody should look after, though it stops nothing.
    Warning {
        /// At which step.
        name: Step,
        /// What.
        detail: String,
    },
    /// What Beanstalk reports of an environment.
    Beanstalk {
        /// Which environment.
        environment: String,
        /// When, how bad, and what.
        happened: Event,
    },
    /// What a run has come to.
    Report(Report),
    /// Why a run stops.
    Stop {
        /// The exit code.
        code: u8,
        /// What happened.
        message: String,
        /// What was seen meanwhile.
        details: Vec<String>,
        /// What to do next.
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
    /// It did not work; the deployment goes on where its end does not depend on it.
    Failed,
}

fn seconds<S: serde::Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((duration.as_secs_f64() * 1000.0).round() / 1000.0)
}
