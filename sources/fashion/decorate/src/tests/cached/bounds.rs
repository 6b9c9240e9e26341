//! How much is kept.

use async_trait::async_trait;
use ogrom_protocols_fashion::UserReader;
use ogrom_protocols_fashion_contract::data::a_user;
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::UserId;

use super::*;

/// Everybody has a name of so many bytes.
struct LongNames(usize);

#[async_trait]
impl UserReader for LongNames {
    async fn users_by_ids(&self, _: &Context, ids: &[UserId]) -> Result<Vec<User>> {
        let named = |id: &UserId| User { name: Some("x".repeat(self.0)), ..a_user(id.as_str()) };
        Ok(ids.iter().map(named).collect())
    }
}

async fn fill(length: usize, count: usize) -> u64 {
    let source = Cached::new(Arc::new(LongNames(length)), LIMITS);
    for n in 0..count {
        source.user_by_id(&context(), &parse(&format!("u{n}"))).await.unwrap();
        assert!(source.bytes() <= LIMITS.bytes, "{n}: {}", source.bytes());
    }
    source.bytes()
}

#[tokio::test]
async fn the_bytes_are_a_bound_and_are_used() {
    for length in [0, 100, 1000, 10_000] {
        let bytes = fill(length, 20_000_000 / (length + 1000)).await;
        assert!(bytes > LIMITS.bytes / 2, "{length}: {bytes}");
    }
}

#[tokio::test]
async fn what_is_larger_than_all_is_not_kept() {
    assert_eq!(fill(2 << 20, 3).await, 0);
}

#[tokio::test]
async fn the_bytes_count_what_answers_hold() {
    let bytes = fill(10_000, 10).await;
    assert!((100_000..110_000).contains(&bytes), "{bytes}");
}

#[tokio::test]
async fn what_is_asked_for_again_and_again_stays() {
    let (source, gate, _) = cache().await;
    for n in 0..20_000 {
        source.collage_by_id(&context(), &parse(&format!("x{n}"))).await.unwrap();
        title(&source).await.unwrap();
    }
    assert!(source.bytes() > LIMITS.bytes / 2, "something must go");
    assert!(gate.asked() <= 20_010, "{}", gate.asked());
}
