//! The replicas of a database, from which is read.

use std::{fmt, str::FromStr, time::Duration};

use clap::{Args, ValueHint};
use ogrom_server_config::{all, limit};

use crate::{DatabaseLocation, ServerUrl};

/// The replicas of a database. A read uses one that shows all writes that its client must see.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Replicas")]
pub struct Replicas {
    /// The URLs of replicas of the database, separated by spaces. Reads use them, and a client still sees its own writes
    #[arg(long = "replicas", value_name = "URLS", env, hide_env_values = true, value_hint = ValueHint::Url)]
    pub list: Option<ReplicaList>,
    /// The limit of replication lag. A replica beyond it is not used until it has caught up
    #[arg(long, value_name = "TIME", env, default_value = "5s", value_parser = limit)]
    pub replica_lag: Duration,
}

/// The URLs of replicas, separated by spaces. Shown without the passwords that they may hold.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplicaList(Vec<ServerUrl>);

/// The reason why a text is no list of replicas. It does not repeat the text, which may hold a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WrongReplica(String);

// === impl ReplicaList ===

impl ReplicaList {
    /// The whole URLs, with their passwords.
    pub fn urls(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(ServerUrl::url)
    }
}

impl FromStr for ReplicaList {
    type Err = WrongReplica;

    fn from_str(text: &str) -> Result<Self, WrongReplica> {
        let server = |(place, url): (usize, &str)| match url.parse() {
            Ok(DatabaseLocation::Server(server)) => Ok(server),
            _ => Err(format!("URL {} does not begin with 'mysql://' or 'mariadb://'", place + 1)),
        };
        all(text.split_whitespace().enumerate().map(server)).map(Self).map_err(WrongReplica)
    }
}

impl fmt::Display for ReplicaList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: Vec<_> = self.0.iter().map(ServerUrl::to_string).collect();
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
