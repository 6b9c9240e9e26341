//! What the world wants done outside of it, and what it hears of that.

use std::{collections::BTreeMap, net::SocketAddr};

use crate::world::version::Location;

/// Option settings: the value by namespace and name.
pub(crate) type OptionSettings = BTreeMap<(String, String), String>;

/// Something that the world cannot do itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Check a bundle.
    Check { application: String, label: String, bundle: Location },
    /// Replace what runs on these instances.
    Deploy(Replacement),
    /// Stop what runs on these instances.
    Stop { environment: String, instances: Vec<SocketAddr> },
}

/// A bundle that is to run on some instances in place of what runs there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Replacement {
    /// The identifier of the environment.
    pub(crate) environment: String,
    /// Nothing, for AWS' own sample application, which the double does not have: then nothing runs.
    pub(crate) bundle: Option<Location>,
    /// Where each instance listens.
    pub(crate) instances: Vec<SocketAddr>,
    /// What the environment itself sets, which counts more than what the bundle says.
    pub(crate) options: OptionSettings,
    /// Whether what is started ends at once.
    pub(crate) broken: bool,
}

/// What became of a task.
#[derive(Clone, Debug)]
pub(crate) enum Report {
    /// A bundle was checked.
    Checked { application: String, label: String, found: Result<(), String> },
    /// A bundle runs, or not: one outcome for each instance, or why nothing was started on any.
    Deployed { environment: String, outcome: Result<Started, String> },
    /// Nothing runs there any more.
    Stopped { environment: String },
}

/// What became of a replacement.
#[derive(Clone, Debug)]
pub(crate) struct Started {
    /// What each instance does, in the order of the replacement; or why it does not run.
    pub(crate) instances: Vec<Result<Answering, String>>,
    /// What the bundle says about options.
    pub(crate) options: OptionSettings,
}

/// Whether an instance passes its health check.
pub(crate) type Answering = bool;
