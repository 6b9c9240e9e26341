//! Where the replicas of a database are, in words that may be shown.

use std::{fmt, str::FromStr};

use ogrom_server_config::all;

use super::place::{Place, Server};

/// The URLs of replicas, separated by spaces. Shown without the passwords that they may hold.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplicaList(Vec<Server>);

/// What is no list of replicas. Does not repeat it: it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WrongReplica(String);

// === impl ReplicaList ===

impl ReplicaList {
    /// The whole URLs, for whoever connects.
    pub fn urls(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(Server::url)
    }
}

impl FromStr for ReplicaList {
    type Err = WrongReplica;

    fn from_str(text: &str) -> Result<Self, WrongReplica> {
        let server = |(place, url): (usize, &str)| match url.parse() {
            Ok(Place::Server(server)) => Ok(server),
            _ => Err(format!("URL {} does not begin with 'mysql://' or 'mariadb://'", place + 1)),
        };
        all(text.split_whitespace().enumerate().map(server)).map(Self).map_err(WrongReplica)
    }
}

impl fmt::Display for ReplicaList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: Vec<_> = self.0.iter().map(Server::to_string).collect();
        f.write_str(&shown.join(" "))
    }
}

impl fmt::Debug for ReplicaList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{self}'")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wrong_one_is_named_and_no_password_shown() {
        let list: ReplicaList = "mysql://ann:s3cret@one/shop mariadb://two/shop".parse().unwrap();
        assert_eq!(list.to_string(), "mysql://ann@one/shop mariadb://two/shop");
        assert_eq!(list.urls().next(), Some("mysql://ann:s3cret@one/shop"));
        let wrong = "mysql://ann:s3cret@one/shop http://two/v1/".parse::<ReplicaList>().unwrap_err();
        assert_eq!(wrong.to_string(), "URL 2 does not begin with 'mysql://' or 'mariadb://'");
    }
}
