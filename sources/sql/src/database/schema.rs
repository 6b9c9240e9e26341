//! Tables for the tests of the drivers.

use semver::Version;

use crate::{Migration, SHARED, Schema};

pub(super) static SCHEMA: Schema = Schema { version: Version::new(1, 0, 0), migrations: &[SHARED, TABLES] };

const TABLES: &[Migration] = &[
    Migration {
        name: "users",
        sqlite: "CREATE TABLE users (id TEXT PRIMARY KEY, version INTEGER NOT NULL, created INTEGER NOT NULL, \
                 modified INTEGER NOT NULL) STRICT",
        mysql: "CREATE TABLE users (id VARBINARY(64) NOT NULL PRIMARY KEY, version BIGINT NOT NULL, \
                created BIGINT NOT NULL, modified BIGINT NOT NULL) ENGINE = InnoDB",
    },
    Migration {
        name: "likes",
        sqlite: "CREATE TABLE likes (collage TEXT NOT NULL, user TEXT NOT NULL REFERENCES users (id), \
                 created INTEGER NOT NULL) STRICT",
        mysql: "CREATE TABLE likes (collage VARBINARY(64) NOT NULL, user VARBINARY(64) NOT NULL, \
                created BIGINT NOT NULL, FOREIGN KEY (user) REFERENCES users (id)) ENGINE = InnoDB",
    },
    Migration {
        name: "products",
        sqlite: "CREATE TABLE products (id TEXT PRIMARY KEY) STRICT",
        mysql: "CREATE TABLE products (id VARBINARY(64) NOT NULL PRIMARY KEY) ENGINE = InnoDB",
    },
];
