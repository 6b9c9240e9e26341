//! Memory keeps the contract.

use ogrom_protocols_fashion_contract::contract_tests;
use ogrom_sources_fashion_memory::Memory;

async fn fresh() -> Box<Memory> {
    Box::default()
}

contract_tests!(
    #[tokio::test]
    fresh
);
