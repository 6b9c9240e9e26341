//! The ends of a run: a number for each, and its text for a person.

use std::{error::Error, fmt};

/// The end of a run. The numbers are the exit codes for CI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It is done, or was so before.
    Done = 0,
    /// The command line or a setting is wrong.
    Usage = 2,
    /// A precondition is not met; nothing was changed.
    Refused = 3,
    /// Beanstalk does not take the application version.
    Rejected = 4,
    /// The idle environment did not become healthy with the release; production is untouched.
    NotDeployed = 5,
    /// The new release was live and did not hold; the old one serves again.
    SwitchedBack = 6,
    /// A person must look; the message has the next command.
    NeedsPerson = 7,
    /// The idle environment runs the release and does not respond as it should; production is untouched.
    SmokeFailed = 8,
    /// A plan that would change something.
    Changes = 10,
    /// Standard output cannot be written.
    Unwritten = 74,
    /// Another deployment is running.
    Locked = 75,
    /// The time of `--deadline` is over.
    Deadline = 124,
    /// SIGINT, SIGTERM or SIGHUP; the journal has the state for the next run.
    Interrupted = 130,
}

/// Why a run does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abort {
    /// The way it ends.
    pub exit: Exit,
    /// The event and its place, in whole sentences.
    pub message: String,
    /// Observations meanwhile: causes, events, instances; a line each.
    pub details: Vec<String>,
    /// The next step: the exact command, where there is one.
    pub next: Option<String>,
}

// === impl Exit ===

impl Exit {
    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        self as u8
    }
}

// === impl Abort ===

impl Abort {
    /// An abort with nothing but its message.
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), details: Vec::new(), next: None }
    }

    /// The same with observations.
    #[must_use]
    pub fn with(mut self, details: impl IntoIterator<Item = String>) -> Self {
        self.details.extend(details);
        self
    }

    /// The same with the next step.
    #[must_use]
    pub fn next(mut self, next: impl Into<String>) -> Self {
        self.next = Some(next.into());
        self
    }
}

impl fmt::Display for Abort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.details.iter().try_for_each(|detail| write!(f, "\n  {detail}"))?;
        self.next.iter().try_for_each(|next| write!(f, "\nNext: {next}"))
    }
}

impl Error for Abort {}
