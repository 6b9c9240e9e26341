//! The result of a run: the release before, the release now, the time of each step, and the way back.

use std::{fmt, time::Duration};

use serde::Serialize;

use crate::{Step, journal::Side, text::span};

/// The result of a run.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The result in a sentence.
    pub outcome: String,
    /// The side that was live.
    pub before: Side,
    /// The side that is live.
    pub after: Side,
    /// How long each step took.
    pub steps: Vec<Took>,
    /// How to go back.
    pub back: Option<String>,
}

/// How long a step took.
#[derive(Clone, Debug, Serialize)]
pub struct Took {
    /// Which.
    pub step: Step,
    /// In seconds.
    pub seconds: f64,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{}", self.outcome)?;
        writeln!(f, "  live before  {}", self.before)?;
        writeln!(f, "  live now     {}", self.after)?;
        let long = self.steps.iter().filter(|took| took.seconds >= 1.0);
        let long: Vec<String> = long
            .map(|took| format!("{} {}", took.step, span(Duration::from_secs_f64(took.seconds))))
            .collect();
        if !long.is_empty() {
            writeln!(f, "  took         {}", long.join(", "))?;
        }
        match &self.back {
            Some(back) => write!(f, "  way back     {back}"),
            None => write!(f, "  way back     none from here"),
        }
    }
}
