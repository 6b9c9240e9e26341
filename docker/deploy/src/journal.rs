//! The past and the next actions of a deployment, in the bucket. A later run continues from there, after it has
//! looked at the environments.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Environment, Step};

/// A deployment, as far as it has come. It records intents; only Beanstalk knows the facts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Journal {
    /// The run's identifier.
    pub deployment: String,
    /// The identity that ran it.
    pub owner: String,
    /// When it began.
    pub started: Timestamp,
    /// When this was written.
    pub updated: Timestamp,
    /// The version that is deployed.
    pub label: String,
    /// The commit that it was built of.
    pub commit: String,
    /// The last step that was begun.
    pub step: Step,
    /// The side that was live, and serves again if the release does not hold.
    pub before: Side,
    /// The environment for the version.
    pub after: Side,
    /// The update of the idle side, once it was requested.
    pub update: Option<Update>,
    /// The last swap, from just before it was requested.
    pub swap: Option<Swap>,
    /// The state of the live side right before the swap.
    pub usual: Option<Usual>,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// An environment, and the version that it runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Its name.
    pub environment: String,
    /// Its version, if anything was ever deployed.
    pub label: Option<String>,
}

/// The state of the live side before a swap: the new release need not be better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Usual {
    /// The share of its 5xx responses.
    pub errors: f64,
    /// Whether the public name responded.
    pub responded: bool,
}

/// A requested update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// Of which environment.
    pub environment: String,
    /// To which version.
    pub label: String,
    /// When.
    pub at: Timestamp,
    /// The request's identifier, if its response came.
    pub request: Option<String>,
    /// The state before it.
    pub before: Before,
}

/// The state of an environment before an update, by Beanstalk's own clock and numbers: anything older is no news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// When the newest event was.
    pub event: Timestamp,
    /// The number of the newest deployment on any instance.
    pub deployment: Option<i64>,
}

/// A swap that was about to be requested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    /// The environment that was live.
    pub from: String,
    /// The one that is to be.
    pub to: String,
    /// When.
    pub at: Timestamp,
    /// Whether its outcome is known.
    pub settled: bool,
}

/// How a deployment ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It is live, and was found to hold.
    Live,
    /// It was live, and the earlier release is live again.
    SwitchedBack,
    /// It is live and does not hold, and there was no way back.
    NoWayBack,
    /// It never was live.
    Failed,
    /// It runs on the idle side and was tested there; `promote` makes it live.
    Held,
}

/// The object at the journal's key.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Page {
    /// The journal of the last deployment.
    Written(Box<Journal>),
    /// There was no deployment yet, but a run that was about to begin one.
    Opened {
        /// The run's identifier.
        by: String,
    },
}

// === impl Page ===

impl From<Page> for Option<Journal> {
    fn from(page: Page) -> Self {
        match page {
            Page::Written(journal) => Some(*journal),
            Page::Opened { .. } => None,
        }
    }
}

// === impl Journal ===

impl Journal {
    /// Whether a swap may have happened whose outcome is unknown.
    pub fn has_open_swap(&self) -> bool {
        self.swap.as_ref().is_some_and(|swap| !swap.settled)
    }

    /// Whether the release that it made live still is, without proof that it holds.
    pub fn is_unproven(&self, live: &Environment) -> bool {
        matches!(self.outcome, None | Some(Outcome::NoWayBack))
            && self.swap.is_some()
            && live.name == self.after.environment
            && live.runs(&self.label)
    }

    /// Whether it was interrupted on its way.
    pub fn is_unfinished(&self) -> bool {
        self.outcome.is_none()
    }
}

// === impl Side ===

impl Side {
    /// Its version, or a text if it has none.
    pub fn shown_label(&self) -> &str {
        self.label.as_deref().unwrap_or("nothing deployed")
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with {}", self.environment, self.shown_label())
    }
}
