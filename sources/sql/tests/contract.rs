//! The contract of all sources, on a fresh database file for each case.

#[path = "support/temp.rs"]
mod temp;

use self::temp::Temp;

async fn fresh() -> Temp {
    Temp::database().await
}

ogrom_protocols_contract::contract_tests!(
    #[tokio::test]
    fresh
);
