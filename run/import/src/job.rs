//! An import: its files, one after the other.

use std::{path::Path, sync::Arc, time::Instant};

use ogrom_protocols::Context;
use ogrom_protocols_model::{Locale, Timestamp};

use super::{
    error::ImportError,
    importers::Importers,
    input::Input,
    progress::Progress,
    stop::Stop,
    summary::{FileSummary, Summary},
};

/// The state that all files of one import share.
pub(crate) struct Job<'a> {
    pub(super) into: &'a Importers,
    pub(super) context: Context,
    pub(super) start: Timestamp,
    begun: Instant,
    /// Absent where rejected rows are only counted.
    pub(super) rejects: Option<&'a Path>,
    pub(super) progress: &'a mut dyn Progress,
    pub(super) stop: Stop,
}

// === impl Job ===

impl<'a> Job<'a> {
    pub(crate) fn new(
        into: &'a Importers,
        start: Timestamp,
        rejects: Option<&'a Path>,
        progress: &'a mut dyn Progress,
    ) -> Self {
        // No row depends on the locale that it is imported in, but every call of a source has one.
        let locale: Locale = "en-GB; GBP".parse().expect("this is how a locale is written");
        let context = Context::new("import", Arc::new(locale));
        Self { into, context, start, begun: Instant::now(), rejects, progress, stop: Stop::default() }
    }

    /// The same job, which ends early when `stop` is asked for.
    pub(crate) fn until(self, stop: Stop) -> Self {
        Self { stop, ..self }
    }

    /// The time, by the clock that told the start.
    pub(super) fn now(&self) -> Timestamp {
        let elapsed = i64::try_from(self.begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_millis(self.start.as_millis().saturating_add(elapsed))
    }

    /// Loads one file after the other. The summary names what was passed over.
    pub(crate) async fn run(
        mut self,
        inputs: Vec<Input>,
        passed_over: Vec<String>,
    ) -> Result<Summary, ImportError> {
        let begun = Instant::now();
        let mut summary = Summary { passed_over, ..Summary::default() };
        for input in inputs {
            let mut file = FileSummary::new(input.noun(), input.name());
            let loaded = self.load(input, &mut file).await;
            summary.files.push(file);
            summary.elapsed = begun.elapsed();
            if let Err(cause) = loaded {
                return Err(ImportError::Stopped { so_far: Box::new(summary), cause });
            }
        }
        Ok(summary)
    }
}
