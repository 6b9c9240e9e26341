//! Faults on request: each has been met with Elastic Beanstalk, or with a tool that deploys to it.

use serde::{Deserialize, Serialize};

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// The update never ends. It can be aborted.
    StuckUpdating,
    /// The update ends Ready, with the earlier version and without an event about that.
    ReadyOldLabel,
    /// The last instance keeps the earlier version, and its deployment failed; the events report success.
    OneInstanceFailed,
    /// After the update the environment is Green, but Info and not Ok, for [`Fault::seconds`] (300 by default).
    GreenInfo,
    /// The call is refused since there were too many.
    Throttled,
    /// The call is carried out, and its connection ends without a response.
    SwapAppliedAnswerLost,
    /// Just before the call, another caller swaps. That swap is over before the call counts; with [`Fault::seconds`]
    /// it takes so long.
    SwapBySomebodyElse,
    /// The response to the call is a 500, and nothing is done.
    InternalErrorOnce,
    /// The program of the version ends immediately.
    BrokenImage,
    /// The program of the version starts [`Fault::seconds`] later (120 by default).
    SlowBoot,
    /// Once the names are swapped, the health of the side deployed last is Severe, with 5xx responses. Its instances
    /// go on as they are.
    SickAfterSwap,
}

/// A fault, and when it strikes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The kind of fault.
    pub what: What,
    /// The call that it affects, such as `UpdateEnvironment`; every call, if it is `*`. By default, the call that
    /// such a fault belongs to.
    #[serde(default)]
    pub on: Option<String>,
    /// How many of these calls it lets pass before.
    #[serde(default)]
    pub skip: u32,
    /// How many of these calls it strikes.
    #[serde(default = "once")]
    pub times: u32,
    /// How long it lasts, in virtual seconds, if it lasts.
    #[serde(default)]
    pub seconds: Option<u32>,
}

fn once() -> u32 {
    1
}

// === impl Fault ===

impl Fault {
    /// This fault, once, at the first call that it belongs to.
    pub fn new(what: What) -> Self {
        Self { what, on: None, skip: 0, times: 1, seconds: None }
    }

    fn concerns(&self, action: &str) -> bool {
        let own = match self.what {
            What::Throttled | What::InternalErrorOnce => "*",
            What::SwapAppliedAnswerLost | What::SwapBySomebodyElse | What::SickAfterSwap => {
                "SwapEnvironmentCNAMEs"
            }
            _ => "UpdateEnvironment",
        };
        let on = self.on.as_deref().unwrap_or(own);
        on == "*" || on == action
    }
}

/// The faults that strike a call of this name. Those that have struck often enough are gone.
pub(crate) fn strike(faults: &mut Vec<Fault>, action: &str) -> Vec<Fault> {
    let mut struck = Vec::new();
    for fault in faults.iter_mut().filter(|fault| fault.concerns(action)) {
        if fault.skip > 0 {
            fault.skip -= 1;
        } else if fault.times > 0 {
            fault.times -= 1;
            struck.push(fault.clone());
        }
    }
    faults.retain(|fault| fault.times > 0);
    struck
}

/// How long this fault lasts, if it is among those that strike.
pub(crate) fn lasting(struck: &[Fault], what: What, unless_said: u32) -> Option<u32> {
    let fault = struck.iter().find(|fault| fault.what == what)?;
    Some(fault.seconds.unwrap_or(unless_said))
}

/// Whether this fault is among those that strike.
pub(crate) fn strikes(struck: &[Fault], what: What) -> bool {
    struck.iter().any(|fault| fault.what == what)
}
