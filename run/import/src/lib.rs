#![doc = include_str!("../README.md")]

mod batch;
mod error;
mod fields;
mod grid;
mod importers;
mod input;
mod job;
mod limits;
mod lines;
mod load;
mod names;
mod noun;
mod options;
mod progress;
#[cfg(any(test, feature = "recorder"))]
pub mod recorder;
mod rejects;
mod row;
mod stop;
mod summary;

use std::{fs, path::Path};

use ogrom_protocols_model::Timestamp;

pub use self::{
    error::ImportError,
    importers::Importers,
    noun::Noun,
    options::ImportOptions,
    progress::{Advance, Progress, ProgressLine, Silent},
    stop::{Interrupted, Stop, StopSignals},
    summary::{FileSummary, Summary},
};
use self::{input::Input, job::Job};

/// Imports `users`, `products`, `collages`, `comments` and `likes`, in this order, each from `.jsonl` or
/// `.jsonl.gz` in the directory `from`. Any of them may be missing, but not all.
///
/// Rows that are there already stay as they are, so that the same import can be run again, also after an interruption.
/// Rows that cannot be taken are no error: they are written to `<noun>.rejects.jsonl` and counted in the summary.
///
/// Fails where the directory holds no such file or two of one noun, or one that nearly has its name, where a file cannot be
/// read to its end, where rejects cannot be written, where the source fails and where it is asked to stop. Rows that were
/// committed until then stay.
pub async fn import(
    from: &Path,
    into: &Importers,
    options: &ImportOptions,
    progress: &mut dyn Progress,
) -> Result<Summary, ImportError> {
    let (inputs, passed_over) = Input::all_in(from)?;
    fs::create_dir_all(&options.rejects)
        .map_err(|cause| ImportError::Rejects { path: options.rejects.clone(), cause })?;
    let job = Job::new(into, options.start, Some(&options.rejects), progress).until(options.stop.clone());
    job.run(inputs, passed_over).await
}

/// Imports rows that the program carries along: JSON Lines of each noun. Rows without a date of their own get that of
/// `start`. Rejected rows are only counted.
pub async fn import_embedded(
    rows: fn(Noun) -> &'static str,
    into: &Importers,
    start: Timestamp,
) -> Result<Summary, ImportError> {
    let inputs = Noun::ALL.map(|noun| Input::embedded(noun, rows(noun))).into();
    Job::new(into, start, None, &mut Silent).run(inputs, Vec::new()).await
}

#[cfg(test)]
mod tests;
