//! Opens a database for a service.

use std::{fs, io, path::Path};

use ogrom_server::BoxError;
use ogrom_sources_sql::{Database, Schema, SchemaError};

use crate::{
    DatabaseError, DatabaseLocation, Replicas,
    file::{beside, examine, put},
};

/// An open database with its tables up to date.
#[derive(Debug)]
pub struct Opened<T> {
    /// The database.
    pub database: Database,
    /// The result of filling a database that was just made.
    pub filled: Option<T>,
}

/// Opens the database at this location, for serving. A file is made where there is none, and is brought up to date. The tables
/// of a server are not changed, since other services may use them: they are changed by [`up_to_date`] alone. `schema` is the one
/// of the domain.
pub async fn open(location: &DatabaseLocation, schema: &'static Schema) -> Result<Database, DatabaseError> {
    examine(location)?;
    match location {
        DatabaseLocation::Server(_) => that_fits(location, connect(location, schema).await?).await,
        DatabaseLocation::File(_) | DatabaseLocation::Service(_) => up_to_date(location, schema).await,
    }
}

/// The same. A file that is just made is filled before it is in its place.
pub async fn open_filled<T>(
    location: &DatabaseLocation,
    schema: &'static Schema,
    fill: impl AsyncFnOnce(&Database) -> Result<T, BoxError>,
) -> Result<Opened<T>, DatabaseError> {
    examine(location)?;
    let filled = match location {
        DatabaseLocation::File(path) if !path.exists() => make(path, schema, fill).await?,
        _ => None,
    };
    Ok(Opened { database: open(location, schema).await?, filled })
}

/// Opens the database at this location and brings its tables up to date.
pub async fn up_to_date(
    location: &DatabaseLocation,
    schema: &'static Schema,
) -> Result<Database, DatabaseError> {
    let database = connect(location, schema).await?;
    let unusable = |cause| DatabaseError::Unusable { location: location.clone(), cause };
    database.migrate().await.map_err(unusable)?;
    that_fits(location, database).await
}

/// The same database, read from these replicas, if there are any.
pub fn with_replicas(
    location: &DatabaseLocation,
    database: Database,
    replicas: &Replicas,
) -> Result<Database, DatabaseError> {
    let Some(list) = replicas.list.as_ref().filter(|list| list.urls().next().is_some()) else {
        return Ok(database);
    };
    if !matches!(location, DatabaseLocation::Server(_)) {
        return Err(DatabaseError::NoReplicas(location.clone()));
    }
    let wrong = |cause| DatabaseError::Replicas { replicas: list.clone(), cause };
    database.reading_from(list.urls(), replicas.replica_lag).map_err(wrong)
}

/// Makes a database beside its place and puts it there when it is whole, so that a start that is cut off leaves nothing
/// half filled. Where another process was faster, its database is the one: it may have been written to.
async fn make<T>(
    path: &Path,
    schema: &'static Schema,
    fill: impl AsyncFnOnce(&Database) -> Result<T, BoxError>,
) -> Result<Option<T>, DatabaseError> {
    let beside = beside(path);
    let misplaced = |path: &Path, cause| DatabaseError::File { path: path.to_owned(), cause };
    match fs::remove_file(&beside) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(misplaced(&beside, cause)),
        _ => {}
    }
    let database = up_to_date(&DatabaseLocation::from(&*beside), schema).await?;
    let filled = fill(&database).await.map_err(DatabaseError::Fill)?;
    database.close().await;
    put(&beside, path).map(|is_there| is_there.then_some(filled)).map_err(|cause| misplaced(path, cause))
}

async fn connect(location: &DatabaseLocation, schema: &'static Schema) -> Result<Database, DatabaseError> {
    examine(location)?;
    let database = match location {
        DatabaseLocation::File(path) => Database::open(path, schema).await,
        DatabaseLocation::Server(server) => Database::connect(server.url(), schema).await,
        DatabaseLocation::Service(_) => return Err(DatabaseError::Service(location.clone())),
    };
    database.map_err(|cause| DatabaseError::Unusable { location: location.clone(), cause })
}

async fn that_fits(location: &DatabaseLocation, database: Database) -> Result<Database, DatabaseError> {
    let location = || location.clone();
    database.fits().await.map_err(|error| match error {
        SchemaError::Unfit(cause) => DatabaseError::Schema { location: location(), cause: Box::new(cause) },
        SchemaError::Unreadable(cause) => DatabaseError::Unusable { location: location(), cause },
    })?;
    Ok(database)
}
