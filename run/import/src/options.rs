//! The options of an import.

use std::path::PathBuf;

use ogrom_protocols_model::Timestamp;

use super::stop::Stop;

/// The options of an import.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The instant that rows get which do not say when they were created.
    pub start: Timestamp,
    /// The directory that the files of rejected rows are written to; made where it is not there.
    pub rejects: PathBuf,
    /// Asks the import to stop.
    pub stop: Stop,
}
