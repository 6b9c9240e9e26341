//! The operation in progress on an environment.

use jiff::Timestamp;

use crate::world::task::OptionSettings;

/// Something that an environment is busy with.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The call that began it.
    pub(crate) request: String,
    pub(crate) since: Timestamp,
    pub(crate) kind: Kind,
}

/// The operation.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A version, or other options, on every instance.
    Rollout(Rollout),
    /// An update that never ends.
    Stuck { before: Before },
    /// An update that changes nothing, and ends with the earlier state.
    Vain { before: Before, until: Timestamp },
    /// The exchange of its name for another environment's.
    Swap(Swap),
    /// Its end, once no program runs on it any more.
    Terminate,
}

/// The state that an environment is rolled back to.
#[derive(Clone, Debug)]
pub(crate) struct Before {
    pub(crate) label: String,
    pub(crate) options: OptionSettings,
}

/// A version, or other options, on their way to every instance.
#[derive(Clone, Debug)]
pub(crate) struct Rollout {
    pub(crate) purpose: Purpose,
    pub(crate) before: Before,
    pub(crate) stage: Stage,
    /// A started program ends immediately.
    pub(crate) broken: bool,
    /// The last instance is skipped, without a report.
    pub(crate) passes_over: bool,
    /// For how many seconds it is Info and not Ok afterwards.
    pub(crate) info: Option<u32>,
}

/// The purpose of a rollout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Launch,
    Version,
    Options,
    /// Back to the earlier state.
    Abort,
}

/// How far a rollout is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Nothing was started.
    Waiting { until: Timestamp },
    /// It is starting; `aborted` means that the operation was cancelled.
    Starting { aborted: bool },
    /// It runs, and is not trusted.
    Checking { until: Timestamp },
}

/// The exchange of names, as one of both sides has it.
#[derive(Clone, Debug)]
pub(crate) struct Swap {
    /// The identifier of the other side.
    pub(crate) with: String,
    /// When the names change, on the one side that changes them.
    pub(crate) exchange: Option<Timestamp>,
    /// When this side is Ready again.
    pub(crate) until: Timestamp,
    /// The side that is sick afterwards, if one is.
    pub(crate) sick: Option<String>,
}

// === impl Operation ===

impl Operation {
    /// Whether `AbortEnvironmentUpdate` can end it.
    pub(crate) fn is_abortable(&self) -> bool {
        match &self.kind {
            Kind::Rollout(rollout) => matches!(rollout.purpose, Purpose::Version | Purpose::Options),
            Kind::Stuck { .. } | Kind::Vain { .. } => true,
            Kind::Swap(_) | Kind::Terminate => false,
        }
    }

    /// The label that it reverts to if it fails.
    pub(in crate::world) fn before(&self) -> Option<&str> {
        match &self.kind {
            Kind::Rollout(Rollout { before, .. }) | Kind::Stuck { before } | Kind::Vain { before, .. } => {
                Some(&before.label)
            }
            Kind::Swap(_) | Kind::Terminate => None,
        }
    }
}

// === impl Kind ===

impl Kind {
    /// The time at which it continues by itself.
    pub(in crate::world) fn due(&self) -> Option<Timestamp> {
        match self {
            Self::Rollout(rollout) => match rollout.stage {
                Stage::Waiting { until } | Stage::Checking { until } => Some(until),
                Stage::Starting { .. } => None,
            },
            Self::Vain { until, .. } => Some(*until),
            Self::Swap(swap) => Some(swap.exchange.unwrap_or(swap.until)),
            Self::Stuck { .. } | Self::Terminate => None,
        }
    }
}
