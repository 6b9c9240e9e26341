//! Where a database is, in words that may be shown.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

/// Where a database is. Written as the path of a file or as a URL; shown without the password that a URL may hold.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// The file of an embedded database.
    File(PathBuf),
    /// A database on a server.
    Server(Server),
    /// The address of another service's API, which is not a database, but stands for one.
    Service(String),
}

/// The URL of a database on a server, which may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Server(String);

/// What names no place. Does not repeat it: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is neither a file nor a URL that begins with 'mysql://', 'mariadb://' or 'http://'")]
pub struct UnknownPlace;

// === impl Place ===

impl FromStr for Place {
    type Err = UnknownPlace;

    fn from_str(text: &str) -> Result<Self, UnknownPlace> {
        match text.split_once("://") {
            // SQLite takes these for something else than files of their name.
            None if text.is_empty() || text == ":memory:" || text.starts_with("file:") => Err(UnknownPlace),
            None => Ok(Self::File(text.into())),
            Some(("http" | "https", _)) => Ok(Self::Service(text.to_owned())),
            Some(("mysql" | "mariadb", _)) => Ok(Self::Server(Server(text.to_owned()))),
            Some(_) => Err(UnknownPlace),
        }
    }
}

impl From<&Path> for Place {
    fn from(path: &Path) -> Self {
        Self::File(path.to_owned())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Server(server) => server.fmt(f),
            Self::Service(base) => write_without_secrets(f, base),
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{self}'")
    }
}

// === impl Server ===

impl Server {
    /// The whole URL, for whoever connects.
    pub fn url(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_without_secrets(f, &self.0)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{self}'")
    }
}

/// Writes a URL without its password and its query.
fn write_without_secrets(f: &mut fmt::Formatter<'_>, url: &str) -> fmt::Result {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    // The last one, lest a password that should have been encoded be taken for a host.
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
            let place: Place = url.parse().unwrap();
            assert_eq!((place.to_string(), format!("{place:?}")), (shown.to_owned(), format!("'{shown}'")));
        }
    }

    #[test]
    fn a_place_is_a_file_or_a_server_that_we_know() {
        assert_eq!("a/b.db".parse(), Ok(Place::File("a/b.db".into())));
        for none in ["", ":memory:", "file:a.db"] {
            assert_eq!(none.parse::<Place>(), Err(UnknownPlace), "{none}");
        }
        assert_eq!("postgres://ann:s3cret@db.example/shop".parse::<Place>(), Err(UnknownPlace));
    }
}
