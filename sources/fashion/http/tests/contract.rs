//! The contract of all sources, through a real service over TCP: one over the reference source, which never waits, and one
//! over a database, which does; the latter also behind all that a service puts before its sources.

#[path = "support/stacked.rs"]
mod stacked;

/// Makes the tests, but for what a service cannot be asked.
macro_rules! contract_tests {
    ($fresh:ident) => {
        ogrom_protocols_fashion_contract::contract_tests!(
            #[tokio::test]
            $fresh,
            except [
                ("idempotency::", "a service remembers the requests of its own clients, and nobody else's"),
                ("collage::is_read_as_it_was_created", "a service makes collages of the first version, without likes"),
                ("collage::items_may_be_many", "a service takes at most 100 items"),
                ("collage::texts_are_kept_byte_for_byte", "a service takes no empty titles, and no very long texts"),
                ("comment::is_read_as_it_was_created", "a service makes comments of the first version"),
                ("comment::texts_are_kept_byte_for_byte", "a service takes no empty texts, and no very long ones"),
                (
                    "product::prices::price_order_and_range_may_differ_in_country",
                    "a locale has one country, by whose prices a service both filters and orders"
                ),
            ]
        );
    };
}

mod over_memory {
    use ogrom_sources_fashion_memory::Memory;

    use crate::stacked::Stacked;

    async fn fresh() -> Box<Stacked> {
        Box::new(Stacked::over(Memory::default()).await)
    }

    contract_tests!(fresh);
}

mod over_mariadb {
    use std::ops::Deref;

    use ogrom_sources_fashion_sql::Sql;
    use ogrom_tests_mariadb::Server;

    use crate::stacked::Stacked;

    /// A source, with the server that its database is on.
    pub(crate) struct Kept<S> {
        pub(crate) source: S,
        pub(crate) server: Server,
    }

    impl<S> Deref for Kept<S> {
        type Target = S;

        fn deref(&self) -> &S {
            &self.source
        }
    }

    pub(crate) async fn fresh() -> Kept<Stacked> {
        let server = Server::shared();
        let database = Sql::connect(&server.database()).await.expect("the server is there");
        database.migrate().await.expect("its tables can be made");
        Kept { source: Stacked::over(database).await, server }
    }

    contract_tests!(fresh);
}

mod decorated_over_mariadb {
    use std::{sync::Arc, time::Duration};

    use ogrom_sources_decorate::{BreakerOptions, BulkheadOptions, CacheLimits, Resilience};
    use ogrom_sources_fashion_decorate::{Cached, Resilient, protect};

    use crate::{
        over_mariadb::{self, Kept},
        stacked::Stacked,
    };

    const MINUTE: Duration = Duration::from_mins(1);

    const RESILIENCE: Resilience = Resilience {
        bulkhead: BulkheadOptions { concurrent: 4, waiting: 1_000, wait: MINUTE },
        breaker: BreakerOptions { failures: 5, open: MINUTE },
        timeout: MINUTE,
    };

    const CACHE: CacheLimits =
        CacheLimits { bytes: 1 << 20, max_age: MINUTE, max_stale: MINUTE, fill: MINUTE };

    async fn fresh() -> Kept<Cached<Resilient<Stacked>>> {
        let Kept { source, server } = over_mariadb::fresh().await;
        Kept { source: Cached::new(Arc::new(protect(Arc::new(source), &RESILIENCE)), CACHE), server }
    }

    contract_tests!(fresh);
}
