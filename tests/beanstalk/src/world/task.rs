//! The tasks that the world has for its surroundings, and their results.

use std::{collections::BTreeMap, net::SocketAddr};

use crate::world::version::Location;

/// Option settings: the value by namespace and name.
pub(crate) type OptionSettings = BTreeMap<(String, String), String>;

/// Something that the world cannot do itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Check a bundle.
    Check { application: String, label: String, bundle: Location },
    /// Replace the programs of these instances.
    Deploy(Replacement),
    /// Stop the programs of these instances.
    Stop { environment: String, instances: Vec<SocketAddr> },
}

/// A bundle to run on some instances in place of their present programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Replacement {
    /// The identifier of the environment.
    pub(crate) environment: String,
    /// Nothing, for AWS' own sample application, which the double does not have: then no program runs.
    pub(crate) bundle: Option<Location>,
    /// Where each instance listens.
    pub(crate) instances: Vec<SocketAddr>,
    /// The options of the environment itself, which override those of the bundle.
    pub(crate) options: OptionSettings,
    /// Whether the started program ends immediately.
    pub(crate) broken: bool,
}

/// The result of a task.
#[derive(Clone, Debug)]
pub(crate) enum Report {
    /// A bundle was checked.
    Checked { application: String, label: String, found: Result<(), String> },
    /// Whether a bundle runs: one outcome for each instance, or the reason that nothing was started on any.
    Deployed { environment: String, outcome: Result<Started, String> },
    /// No program runs there any more.
    Stopped { environment: String },
}

/// The result of a replacement.
#[derive(Clone, Debug)]
pub(crate) struct Started {
    /// The port of each instance, in the order of the replacement; or why it does not run.
    pub(crate) instances: Vec<Result<Answering, String>>,
    /// The options in the bundle.
    pub(crate) options: OptionSettings,
}

/// Whether an instance passes its health check.
pub(crate) type Answering = bool;
