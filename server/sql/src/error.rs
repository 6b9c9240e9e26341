//! Why a database cannot be used.

use std::{io, path::PathBuf};

use ogrom_protocols::Error;
use ogrom_server::BoxError;
use ogrom_sources_sql::UnfitSchema;

use crate::{DatabaseLocation, ReplicaList};

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseError {
    /// It cannot be opened or brought up to date.
    #[error("the database '{location}' cannot be used")]
    Unusable {
        /// Where it is.
        location: DatabaseLocation,
        /// The reason.
        #[source]
        cause: Error,
    },
    /// Its schema does not fit.
    #[error("the database '{location}' cannot be used: {cause}: {mend}", mend = mend(cause, location))]
    Schema {
        /// Where it is.
        location: DatabaseLocation,
        /// In what it does not fit.
        cause: Box<UnfitSchema>,
    },
    /// It is another service.
    #[error("'{0}' is a service, which only the command serve can use")]
    Service(DatabaseLocation),
    /// It has no replicas.
    #[error("the database '{0}' has no replicas to read from: only one on a MySQL or MariaDB server has")]
    NoReplicas(DatabaseLocation),
    /// A replica's URL is wrong.
    #[error("the replicas '{replicas}' cannot be used")]
    Replicas {
        /// Where they are.
        replicas: ReplicaList,
        /// The mistake.
        #[source]
        cause: Error,
    },
    /// A database that was just made cannot be filled.
    #[error("the new database cannot be filled")]
    Fill(#[source] BoxError),
    /// A file cannot be moved or removed.
    #[error("the file '{}' cannot be put in its place", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The reason.
        #[source]
        cause: io::Error,
    },
}

/// The remedy for a schema that does not fit.
fn mend(unfit: &UnfitSchema, location: &DatabaseLocation) -> String {
    if unfit.is_behind() {
        format!("run the command `migrate --database '{location}'`")
    } else {
        "use the release that has brought it there, or a newer one".to_owned()
    }
}
