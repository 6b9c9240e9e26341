//! The database: opened, and where it is a file, made whole before anybody sees it.

mod place;
mod replicas;

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use ogrom_protocols::Error;
use ogrom_run_import::{ImportError, Importers, Summary};
use ogrom_sources_sql::{SchemaError, Sql, UnfitSchema, Unwritable};
use serde_json::json;
use tokio::join;

pub use self::{
    place::{Place, UnknownPlace},
    replicas::ReplicaList,
};
use crate::{Replicas, demo, health::Dependency};

/// How a file of the embedded database begins.
const BEGIN: &[u8] = b"SQLite format 3\0";

/// An open database with its tables up to date.
#[derive(Debug)]
pub struct Opened {
    /// The database.
    pub database: Sql,
    /// What a database that was just made was filled with.
    pub filled: Option<Summary>,
}

/// Why there is no database.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseError {
    /// It cannot be opened or brought up to date.
    #[error("the database '{place}' cannot be used")]
    Unusable {
        /// Where it is.
        place: Place,
        /// What happened.
        #[source]
        cause: Error,
    },
    /// Its schema does not fit.
    #[error("the database '{place}' cannot be used: {cause}: {mend}", mend = mend(cause, place))]
    Schema {
        /// Where it is.
        place: Place,
        /// In what it does not fit.
        cause: UnfitSchema,
    },
    /// It is another service.
    #[error("'{0}' is a service, and only serving can stand before one")]
    Service(Place),
    /// It has no replicas.
    #[error("the database '{0}' has no replicas to read from: only one on a MySQL or MariaDB server has")]
    NoReplicas(Place),
    /// A replica's URL is wrong.
    #[error("the replicas '{replicas}' cannot be used")]
    Replicas {
        /// Where they are.
        replicas: ReplicaList,
        /// What is wrong.
        #[source]
        cause: Error,
    },
    /// The demo set cannot be loaded.
    #[error("the demo set cannot be loaded")]
    Demo(#[from] ImportError),
    /// A file cannot be moved or removed.
    #[error("the file '{}' cannot be put in its place", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What happened.
        #[source]
        cause: io::Error,
    },
}

/// Opens the database in this place, for serving. A file is brought up to date, and one that is not there is made, with the
/// demo set if `demo`. A server is another matter: what is on it is somebody's and is not mixed with rows that nobody asked
/// for, and others may use its tables, so that they are only changed when that is asked for.
pub async fn open(place: &Place, demo: bool) -> Result<Opened, DatabaseError> {
    examine(place)?;
    let filled = match place {
        Place::File(path) if demo && !path.exists() => make(path).await?,
        _ => None,
    };
    let database = match place {
        Place::Server(_) => that_fits(place, connect(place).await?).await?,
        Place::File(_) | Place::Service(_) => up_to_date(place).await?,
    };
    Ok(Opened { database, filled })
}

/// The same database, read from these replicas, if there are any.
pub fn with_replicas(place: &Place, database: Sql, replicas: &Replicas) -> Result<Sql, DatabaseError> {
    let Some(list) = replicas.list.as_ref().filter(|list| list.urls().next().is_some()) else {
        return Ok(database);
    };
    if !matches!(place, Place::Server(_)) {
        return Err(DatabaseError::NoReplicas(place.clone()));
    }
    let wrong = |cause| DatabaseError::Replicas { replicas: list.clone(), cause };
    database.reading_from(list.urls(), replicas.replica_lag).map_err(wrong)
}

/// The database as something that can be away. It tells the version of its schema, and how old is what its replicas show, in
/// milliseconds. One that is left out makes nobody wait, since the database itself is read in its place.
///
/// One that takes no writes is down, although it can be read: half of the API fails then, and a release that cannot write must
/// not be given requests in the place of one that can.
pub fn dependency(database: Sql) -> Dependency {
    Dependency::new("database", move || {
        let database = database.clone();
        async move {
            // At once, since a database may be far away.
            let (schema, fits, writes) = join!(database.schema(), database.fits(), database.can_write());
            let schema = schema.map_err(|_| "does not answer as it should")?;
            fits.map_err(|_| "its schema does not fit this release")?;
            writes.map_err(|error| match error {
                Unwritable::ReadOnly(_) => "is read-only",
                Unwritable::Full(_) => "has no room left",
                _ => "takes no writes",
            })?;
            let replicas = database.replicas();
            let lag = |shown: &Option<Duration>| match shown {
                Some(age) => {
                    json!({ "state": "up", "shows": u64::try_from(age.as_millis()).unwrap_or(u64::MAX) })
                }
                None => json!({ "state": "left out" }),
            };
            let replicas: Vec<_> = replicas.iter().map(lag).collect();
            Ok(json!({ "schema": schema.map(|schema| schema.to_string()), "replicas": replicas }))
        }
    })
}

/// Makes a database beside its place and puts it there when it is whole, so that a start that is cut off leaves nothing
/// half filled. Where another process has been faster, its database is the one: somebody may have written into it.
async fn make(path: &Path) -> Result<Option<Summary>, DatabaseError> {
    let beside = beside(path);
    let file = |path: &Path, cause| DatabaseError::File { path: path.to_owned(), cause };
    match fs::remove_file(&beside) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(file(&beside, cause)),
        _ => {}
    }
    let database = up_to_date(&Place::from(&*beside)).await?;
    let summary = demo::load(&Importers::all_into(&Arc::new(database.clone()))).await?;
    database.close().await;
    put(&beside, path).map(|is_there| is_there.then_some(summary)).map_err(|cause| file(path, cause))
}

/// Moves a file to where none is, and tells whether it is there now; where one is, that stays.
fn put(beside: &Path, path: &Path) -> io::Result<bool> {
    // Unlike a rename, a link replaces nothing. Some file systems have none.
    match fs::hard_link(beside, path) {
        Ok(()) => fs::remove_file(beside).map(|()| true),
        Err(_) if path.exists() => fs::remove_file(beside).map(|()| false),
        Err(_) => fs::rename(beside, path).map(|()| true),
    }
}

/// Opens the database in this place and brings its tables up to date.
pub async fn up_to_date(place: &Place) -> Result<Sql, DatabaseError> {
    let database = connect(place).await?;
    database.migrate().await.map_err(|cause| DatabaseError::Unusable { place: place.clone(), cause })?;
    that_fits(place, database).await
}

/// Whether a database can be in this place, as far as that shows without opening it: a file is one, or there is none and one
/// can be made. What is wrong with it has the words of the start, which asks this first.
pub fn examine(place: &Place) -> Result<(), DatabaseError> {
    let Place::File(path) = place else { return Ok(()) };
    let found = match File::options().read(true).write(true).open(path) {
        Ok(file) => begins_as_a_database(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let trial = beside(path);
            let made = File::create_new(&trial).map_err(Error::unavailable);
            made.and_then(|_| fs::remove_file(trial).map_err(Error::unavailable))
        }
        Err(error) => Err(Error::unavailable(error)),
    };
    found.map_err(|cause| DatabaseError::Unusable { place: place.clone(), cause })
}

/// An empty file becomes a database (<https://sqlite.org/fileformat.html>, §1.3).
fn begins_as_a_database(file: File) -> Result<(), Error> {
    let mut begin = Vec::new();
    file.take(BEGIN.len() as u64).read_to_end(&mut begin).map_err(Error::unavailable)?;
    if begin.is_empty() || begin == BEGIN {
        Ok(())
    } else {
        Err(Error::corrupt("the file is not a database"))
    }
}

/// Where a file is made before it comes to this place.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    name.into()
}

async fn connect(place: &Place) -> Result<Sql, DatabaseError> {
    examine(place)?;
    let database = match place {
        Place::File(path) => Sql::open(path).await,
        Place::Server(server) => Sql::connect(server.url()).await,
        Place::Service(_) => return Err(DatabaseError::Service(place.clone())),
    };
    database.map_err(|cause| DatabaseError::Unusable { place: place.clone(), cause })
}

async fn that_fits(place: &Place, database: Sql) -> Result<Sql, DatabaseError> {
    let place = || place.clone();
    database.fits().await.map_err(|error| match error {
        SchemaError::Unfit(cause) => DatabaseError::Schema { place: place(), cause },
        SchemaError::Unreadable(cause) => DatabaseError::Unusable { place: place(), cause },
    })?;
    Ok(database)
}

/// What to do about a schema that does not fit.
fn mend(unfit: &UnfitSchema, place: &Place) -> String {
    if unfit.is_behind() {
        format!("run `ogrom migrate --database '{place}'`")
    } else {
        "use the release that has brought it there, or a newer one".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_makes_a_database_second_leaves_the_first_alone() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second, place] = ["first", "second", "place"].map(|name| folder.path().join(name));
        for (beside, is_there) in [(&first, true), (&second, false)] {
            fs::write(beside, beside.as_os_str().as_encoded_bytes()).unwrap();
            assert_eq!(put(beside, &place).unwrap(), is_there);
            assert!(!beside.exists());
        }
        assert_eq!(fs::read(place).unwrap(), first.as_os_str().as_encoded_bytes());
    }
}
