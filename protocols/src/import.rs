//! Loading whole files, batch by batch.

/// What became of one row of a batch. Importing a row again changes nothing: what is there stays as it is, so a file can
/// be loaded twice, and a load that was cut off can be repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Imported {
    /// It is new, and there now.
    Added,
    /// There was one of this identifier; it was left alone.
    Present,
    /// It refers to something that is not there. Says what.
    Refused(String),
}
