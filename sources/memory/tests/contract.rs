//! The contract of idempotency keys.

use ogrom_protocols_contract::contract_tests;
use ogrom_sources_memory::IdempotencyMemory;

async fn fresh() -> Box<IdempotencyMemory> {
    Box::default()
}

contract_tests!(
    #[tokio::test]
    fresh
);
