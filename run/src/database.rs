//! The embedded database: opened, or made whole before anybody sees it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use ogrom_protocols::Error;
use ogrom_sources_sql::Sql;

use crate::{
    demo,
    import::{ImportError, Importers, Summary},
};

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
    /// The file cannot be opened or brought up to date.
    #[error("the database '{}' cannot be used", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What happened.
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

/// Opens the database in this file and brings it up to date. Where there is none, makes it, with the demo set if `demo`.
pub async fn open(path: &Path, demo: bool) -> Result<Opened, DatabaseError> {
    let filled = if demo && !path.exists() { Some(make(path).await?) } else { None };
    Ok(Opened { database: up_to_date(path).await?, filled })
}

/// Makes a database beside its place and moves it there when it is whole, so that a start that is cut off leaves nothing
/// half filled.
async fn make(path: &Path) -> Result<Summary, DatabaseError> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".new-{}", std::process::id()));
    let beside = PathBuf::from(name);
    let file = |path: &Path, cause| DatabaseError::File { path: path.to_owned(), cause };
    match fs::remove_file(&beside) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(file(&beside, cause)),
        _ => {}
    }
    let database = up_to_date(&beside).await?;
    let summary = demo::load(&Importers::all_into(&Arc::new(database.clone()))).await?;
    database.close().await;
    fs::rename(&beside, path).map_err(|cause| file(path, cause))?;
    Ok(summary)
}

async fn up_to_date(path: &Path) -> Result<Sql, DatabaseError> {
    let unusable = |cause| DatabaseError::Unusable { path: path.to_owned(), cause };
    let database = Sql::open(path).await.map_err(unusable)?;
    database.migrate().await.map_err(unusable)?;
    Ok(database)
}
