//! Loads a directory of JSON Lines into a source: streams, commits in batches, and loses no row silently.
//!
//! `run/IMPORT.md` describes the files for those who write them.

mod batch;
mod error;
mod fields;
mod grid;
mod input;
mod limits;
mod lines;
mod load;
mod names;
mod noun;
mod progress;
mod rejects;
mod row;
mod stop;
mod summary;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use ogrom_protocols::Context;
use ogrom_protocols_fashion::{CollageImport, CommentImport, LikeImport, ProductImport, UserImport};
use ogrom_protocols_model::{Locale, Timestamp};

pub use self::{
    error::ImportError,
    noun::Noun,
    progress::{Advance, Progress, ProgressLine, Silent},
    stop::{Interrupted, Stop},
    summary::{FileSummary, Summary},
};
pub(crate) use self::{input::Input, stop::Signals};

/// Where the rows go, one importer per noun.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "the traits of the sources do not ask for Debug")]
pub struct Importers {
    /// Takes the users.
    pub users: Arc<dyn UserImport>,
    /// Takes the products.
    pub products: Arc<dyn ProductImport>,
    /// Takes the collages.
    pub collages: Arc<dyn CollageImport>,
    /// Takes the comments.
    pub comments: Arc<dyn CommentImport>,
    /// Takes the likes.
    pub likes: Arc<dyn LikeImport>,
}

/// What the caller decides about an import.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The instant that rows get which do not say when they were created.
    pub start: Timestamp,
    /// The directory that the files of rejected rows are written to; made where it is not there.
    pub rejects: PathBuf,
    /// What asks the import to stop.
    pub stop: Stop,
}

/// What all files of one import share.
pub(crate) struct Job<'a> {
    into: &'a Importers,
    context: Context,
    start: Timestamp,
    /// Absent where rejected rows are only counted.
    rejects: Option<&'a Path>,
    progress: &'a mut dyn Progress,
    stop: Stop,
}

/// Imports `users`, `products`, `collages`, `comments` and `likes`, in this order, each from `.jsonl` or
/// `.jsonl.gz` in the directory `from`. Any of them may be missing, but not all.
///
/// Rows that are there already stay as they are, so that the same import can be run again, after an interruption
/// too. Rows that cannot be taken are no error: they are written to `<noun>.rejects.jsonl` and counted in the
/// summary.
///
/// Fails where the directory holds no such file or two of one noun, or one that nearly has its name, where a file cannot be
/// read to its end, where rejects cannot be written, where the source fails and where it is asked to stop. What was committed
/// until then stays.
pub async fn import(
    from: &Path,
    into: &Importers,
    options: &ImportOptions,
    progress: &mut dyn Progress,
) -> Result<Summary, ImportError> {
    let (inputs, passed_over) = Input::all_in(from)?;
    fs::create_dir_all(&options.rejects)
        .map_err(|cause| ImportError::Rejects { path: options.rejects.clone(), cause })?;
    let job = Job::new(into, options.start, Some(&options.rejects), progress);
    Job { stop: options.stop.clone(), ..job }.run(inputs, passed_over).await
}

// === impl Job ===

impl<'a> Job<'a> {
    pub(crate) fn new(
        into: &'a Importers,
        start: Timestamp,
        rejects: Option<&'a Path>,
        progress: &'a mut dyn Progress,
    ) -> Self {
        // No row depends on the locale that it is imported in, but every question to a source has one.
        let locale: Locale = "en-GB; GBP".parse().expect("this is how a locale is written");
        let context = Context::new("import", Arc::new(locale));
        Self { into, context, start, rejects, progress, stop: Stop::default() }
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

#[cfg(test)]
pub(crate) mod recorder;
#[cfg(test)]
mod tests;
