//! Where the replicas of a database are, in words that may be shown.

use std::{fmt, str::FromStr};

use super::place::{Place, Server};

/// The URLs of replicas, separated by spaces. Shown without the passwords that they may hold.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplicaList(Vec<Server>);

/// What is no list of replicas. Does not repeat it: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("URL {number} does not begin with 'mysql://' or 'mariadb://'")]
pub struct WrongReplica {
    /// Which one of the list, counted from 1.
    number: usize,
}

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
            _ => Err(WrongReplica { number: place + 1 }),
        };
        text.split_whitespace().enumerate().map(server).collect::<Result<_, _>>().map(Self)
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
