//! The contract of all sources, on a fresh database for each case.

#[path = "support/temp.rs"]
mod temp;

mod sqlite {
    use crate::temp::Temp;

    ogrom_protocols_fashion_contract::contract_tests!(
        #[tokio::test]
        fresh
    );

    async fn fresh() -> Temp {
        Temp::database().await
    }
}

mod mariadb {
    use crate::temp::Temp;

    ogrom_protocols_fashion_contract::contract_tests!(
        #[tokio::test]
        fresh
    );

    async fn fresh() -> Temp {
        Temp::on_mariadb().await
    }
}
