//! The contract of all sources, through a real service over TCP: one over the reference source, which never waits, and one
//! over a database, which does.

#[path = "support/stacked.rs"]
mod stacked;

/// Makes the tests, but for what a service cannot be asked.
macro_rules! contract_tests {
    ($fresh:ident) => {
        ogrom_protocols_contract::contract_tests!(
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
    use ogrom_sources_memory::Memory;

    use crate::stacked::Stacked;

    async fn fresh() -> Box<Stacked> {
        Box::new(Stacked::over(Memory::default()).await)
    }

    contract_tests!(fresh);
}

mod over_mariadb {
    use std::ops::Deref;

    use ogrom_sources_sql::Sql;
    use ogrom_tests_mariadb::Server;

    use crate::stacked::Stacked;

    /// The stack, with the server that its database is on.
    struct Kept {
        stack: Stacked,
        _server: Server,
    }

    impl Deref for Kept {
        type Target = Stacked;

        fn deref(&self) -> &Stacked {
            &self.stack
        }
    }

    async fn fresh() -> Kept {
        let server = Server::shared();
        let database = Sql::connect(&server.database()).await.expect("the server is there");
        database.migrate().await.expect("its tables can be made");
        Kept { stack: Stacked::over(database).await, _server: server }
    }

    contract_tests!(fresh);
}
