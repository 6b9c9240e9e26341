//! The location of a database, which is shown without its password.

use std::{
    ffi::OsStr,
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

/// The location of a database. Written as the path of a file or as a URL; shown without the password that a URL may hold.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseLocation {
    /// The file of an embedded database.
    File(PathBuf),
    /// A database on a server.
    Server(ServerUrl),
    /// The address of another service's API, which takes the place of a database.
    Service(String),
}

/// The URL of a database on a server, which may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerUrl(String);

/// Why a text is no location. Does not repeat it: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is neither a file nor a URL that begins with 'mysql://', 'mariadb://' or 'http://'")]
pub struct UnknownLocation;

/// Parses a location, for a command line: a path need not be text.
pub fn location(text: &OsStr) -> Result<DatabaseLocation, UnknownLocation> {
    match text.to_str() {
        Some(text) => text.parse(),
        // No URL, and so a file of any name.
        None => Ok(DatabaseLocation::from(Path::new(text))),
    }
}

// === impl DatabaseLocation ===

impl FromStr for DatabaseLocation {
    type Err = UnknownLocation;

    fn from_str(text: &str) -> Result<Self, UnknownLocation> {
        match text.split_once("://") {
            // SQLite takes these for something else than files of their name.
            None if text.is_empty() || text == ":memory:" || text.starts_with("file:") => {
                Err(UnknownLocation)
            }
            None => Ok(Self::File(text.into())),
            Some(("http" | "https", _)) => Ok(Self::Service(text.to_owned())),
            Some(("mysql" | "mariadb", _)) => Ok(Self::Server(ServerUrl(text.to_owned()))),
            Some(_) => Err(UnknownLocation),
        }
    }
}

impl From<&Path> for DatabaseLocation {
    fn from(path: &Path) -> Self {
        Self::File(path.to_owned())
    }
}

impl fmt::Display for DatabaseLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Server(server) => server.fmt(f),
            Self::Service(base) => write_without_secrets(f, base),
        }
    }
}

impl fmt::Debug for DatabaseLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{self}'")
    }
}

// === impl ServerUrl ===

impl ServerUrl {
    /// The whole URL, with its password.
    pub fn url(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_without_secrets(f, &self.0)
    }
}

impl fmt::Debug for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{self}'")
    }
}

/// Writes a URL without its password and its query.
fn write_without_secrets(f: &mut fmt::Formatter<'_>, url: &str) -> fmt::Result {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    // The last one, so that no part of a password that should have been encoded is taken for a host.
    let (user, host) = rest.rsplit_once('@').unwrap_or(("", rest));
    let user = user.split(':').next().unwrap_or_default();
    let host = host.split('?').next().unwrap_or_default();
    let at = if user.is_empty() { "" } else { "@" };
    write!(f, "{scheme}://{user}{at}{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        for (url, shown) in [
            ("mysql://ann:s3cret@db.example:3306/shop?ssl-mode=REQUIRED", "mysql://ann@db.example:3306/shop"),
            ("mariadb://ann:s3c/r?e@t@db.example/shop", "mariadb://ann@db.example/shop"),
            ("mysql://ann:s3c:ret@db.example/shop?socket=/run/s", "mysql://ann@db.example/shop"),
            ("mysql://db.example/shop", "mysql://db.example/shop"),
            ("http://ann:s3cret@shop.example:8080/v1/?key=s3cret", "http://ann@shop.example:8080/v1/"),
            ("http://shop.example:8080/v1/", "http://shop.example:8080/v1/"),
        ] {
            let place: DatabaseLocation = url.parse().unwrap();
            assert_eq!((place.to_string(), format!("{place:?}")), (shown.to_owned(), format!("'{shown}'")));
        }
    }

    #[test]
    fn a_place_is_a_file_or_a_server_that_we_know() {
        assert_eq!("a/b.db".parse(), Ok(DatabaseLocation::File("a/b.db".into())));
        for none in ["", ":memory:", "file:a.db"] {
            assert_eq!(none.parse::<DatabaseLocation>(), Err(UnknownLocation), "{none}");
        }
        assert_eq!("postgres://ann:s3cret@db.example/shop".parse::<DatabaseLocation>(), Err(UnknownLocation));
    }
}
