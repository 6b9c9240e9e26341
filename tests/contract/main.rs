//! The contract of all sources, run on databases with all decorators of a service in front of them.

use std::{any::Any, ops::Deref, sync::Arc, time::Duration};

use ogrom_protocols_fashion_contract::contract_tests;
use ogrom_sources_decorate::{BreakerOptions, BulkheadOptions, CacheLimits, Resilience};
use ogrom_sources_fashion_decorate::{Cached, Resilient, protect};
use ogrom_sources_fashion_sql::Sql;
use ogrom_tests_mariadb::Server;

const MINUTE: Duration = Duration::from_mins(1);

const RESILIENCE: Resilience = Resilience {
    bulkhead: BulkheadOptions { concurrent: 4, waiting: 1_000, wait: MINUTE },
    breaker: BreakerOptions { failures: 5, open: MINUTE },
    timeout: MINUTE,
};

const CACHE: CacheLimits = CacheLimits { bytes: 1 << 20, max_age: MINUTE, max_stale: MINUTE, fill: MINUTE };

/// A database with all decorators, deleted after the test.
struct Protected {
    source: Cached<Resilient<Sql>>,
    _place: Box<dyn Any + Send + Sync>,
}

// === impl Protected ===

impl Protected {
    async fn new(sql: Sql, place: impl Any + Send + Sync) -> Self {
        sql.migrate().await.expect("the migrations are well-formed");
        let guarded = Arc::new(protect(Arc::new(sql), &RESILIENCE));
        Self { source: Cached::new(guarded, CACHE), _place: Box::new(place) }
    }
}

impl Deref for Protected {
    type Target = Cached<Resilient<Sql>>;

    fn deref(&self) -> &Self::Target {
        &self.source
    }
}

mod sqlite {
    use super::*;

    contract_tests!(
        #[tokio::test]
        fresh
    );

    async fn fresh() -> Protected {
        let folder = tempfile::tempdir().expect("tests may write to the temporary directory");
        let sql = Sql::open(&folder.path().join("ogrom.db")).await.expect("the directory is there");
        Protected::new(sql, folder).await
    }
}

mod mariadb {
    use super::*;

    contract_tests!(
        #[tokio::test]
        fresh
    );

    async fn fresh() -> Protected {
        let server = Server::shared();
        let sql = Sql::connect(&server.database()).await.expect("the server is there");
        Protected::new(sql, server).await
    }
}
