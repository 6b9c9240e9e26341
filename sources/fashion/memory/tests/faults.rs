//! The contract can fail: it notices stores that break a rule each.

use std::time::Duration;

use async_trait::async_trait;
use ogrom_protocols::*;
use ogrom_protocols_contract::idempotency;
use ogrom_protocols_fashion::*;
use ogrom_protocols_fashion_contract::{collage, like, product};
use ogrom_protocols_fashion_model::*;
use ogrom_protocols_model::*;
use ogrom_sources_fashion_memory::Memory;
use tokio::task::{LocalSet, spawn_local, yield_now};

/// A memory that breaks one rule.
struct Faulty(Memory, Fault);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    TakesStaleVersions,
    ChecksVersionsTooEarly,
    ForgetsToCountLikes,
    LosesTheLastOfAPage,
    StartsAgainWithACursorOfAnotherQuery,
    TakesCategoriesForPrefixes,
    LeasesForEver,
}

/// Passes methods on to the memory.
macro_rules! faultless {
    ($($role:ident { $($method:ident($($arg:ident: $type:ty),+) -> $answer:ty;)+ })+) => {
        $(#[async_trait]
        impl $role for Faulty {
            $(async fn $method(&self, ctx: &Context, $($arg: $type),+) -> Result<$answer> {
                self.0.$method(ctx, $($arg),+).await
            })+
        })+
    };
}

faultless! {
    UserReader { users_by_ids(ids: &[UserId]) -> Vec<User>; }
    UserImport { import_users(rows: &[User]) -> Vec<Imported>; }
    ProductImport { import_products(rows: &[Product], now: Timestamp) -> Vec<Imported>; }
    CollageReader {
        collages_by_ids(ids: &[CollageId]) -> Vec<Collage>;
        collages(query: &CollageQuery, page: &PageRequest) -> Page<Collage>;
    }
    CollageImport { import_collages(rows: &[Collage]) -> Vec<Imported>; }
    CommentReader {
        comments_by_ids(ids: &[CommentId]) -> Vec<Comment>;
        comments(query: &CommentQuery, page: &PageRequest) -> Page<Comment>;
        comment_is_gone(id: &CommentId) -> bool;
    }
    CommentWriter {
        create_comment(comment: &Comment) -> Comment;
        update_comment(id: &CommentId, expected: Revision, draft: &CommentDraft, now: Timestamp) -> Option<Comment>;
        delete_comment(id: &CommentId, expected: Revision, now: Timestamp) -> bool;
    }
    CommentImport { import_comments(rows: &[Comment]) -> Vec<Imported>; }
    LikeReader {
        likes_among(user: &UserId, collages: &[CollageId]) -> Vec<Like>;
        likes(query: &LikeQuery, page: &PageRequest) -> Page<Like>;
    }
    TombstoneStore { forget_deleted_before(instant: Timestamp) -> u64; }
    LikeImport { import_likes(rows: &[Like]) -> Vec<Imported>; }
}

#[async_trait]
impl ProductReader for Faulty {
    async fn catalogue_state(&self, ctx: &Context) -> Result<Option<CatalogueState>> {
        self.0.catalogue_state(ctx).await
    }

    async fn product_changes(&self, ctx: &Context, page: &PageRequest) -> Result<Vec<ProductChange>> {
        self.0.product_changes(ctx, page).await
    }

    async fn products_by_ids(&self, ctx: &Context, ids: &[ProductId]) -> Result<Vec<Product>> {
        self.0.products_by_ids(ctx, ids).await
    }

    async fn products(
        &self,
        ctx: &Context,
        query: &ProductQuery,
        page: &PageRequest,
    ) -> Result<Page<Product>> {
        let mut query = query.clone();
        if self.1 == Fault::TakesCategoriesForPrefixes && query.category.as_deref() == Some("App") {
            query.category = Some("Apparel".into());
        }
        match self.0.products(ctx, &query, page).await {
            Err(Error::Cursor(_)) if self.1 == Fault::StartsAgainWithACursorOfAnotherQuery => {
                self.0.products(ctx, &query, &PageRequest::first(page.limit)).await
            }
            Ok(mut found) if self.1 == Fault::LosesTheLastOfAPage && found.items.len() > 1 => {
                found.items.pop();
                Ok(found)
            }
            found => found,
        }
    }
}

#[async_trait]
impl CollageWriter for Faulty {
    async fn create_collage(&self, ctx: &Context, collage: &Collage) -> Result<Collage> {
        self.0.create_collage(ctx, collage).await
    }

    async fn update_collage(
        &self,
        ctx: &Context,
        id: &CollageId,
        expected: Revision,
        draft: &CollageDraft,
        now: Timestamp,
    ) -> Result<Option<Collage>> {
        let present = self.0.collage_by_id(ctx, id).await?.map_or(expected, |collage| collage.revision());
        let expected = match self.1 {
            Fault::TakesStaleVersions => present,
            Fault::ChecksVersionsTooEarly if present == expected => {
                yield_now().await;
                self.0.collage_by_id(ctx, id).await?.map_or(expected, |collage| collage.revision())
            }
            _ => expected,
        };
        self.0.update_collage(ctx, id, expected, draft, now).await
    }

    async fn delete_collage(
        &self,
        ctx: &Context,
        id: &CollageId,
        expected: Revision,
        now: Timestamp,
    ) -> Result<bool> {
        self.0.delete_collage(ctx, id, expected, now).await
    }
}

#[async_trait]
impl LikeWriter for Faulty {
    async fn add_like(&self, ctx: &Context, like: &Like) -> Result<bool> {
        if self.1 == Fault::ForgetsToCountLikes { Ok(true) } else { self.0.add_like(ctx, like).await }
    }

    async fn remove_like(&self, ctx: &Context, c: &CollageId, user: &UserId, now: Timestamp) -> Result<bool> {
        self.0.remove_like(ctx, c, user, now).await
    }
}

#[async_trait]
impl IdempotencyStore for Faulty {
    async fn claim(
        &self,
        ctx: &Context,
        request: &IdempotencyKey,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Claim> {
        let lease = if self.1 == Fault::LeasesForEver { Duration::MAX } else { lease };
        self.0.claim(ctx, request, now, lease).await
    }

    async fn store(&self, ctx: &Context, request: &IdempotencyKey, answer: &StoredResponse) -> Result<()> {
        self.0.store(ctx, request, answer).await
    }

    async fn drop_claim(&self, ctx: &Context, request: &IdempotencyKey) -> Result<()> {
        self.0.drop_claim(ctx, request).await
    }

    async fn forget_before(&self, ctx: &Context, instant: Timestamp) -> Result<u64> {
        self.0.forget_before(ctx, instant).await
    }
}

/// The case passes on a store without this fault, and the fault makes it panic.
macro_rules! notices {
    ($($test:ident: $fault:ident breaks $case:path;)+) => {
        $(#[tokio::test]
        async fn $test() {
            let run = async |fault| {
                let store = Faulty(Memory::default(), fault);
                let run = async { spawn_local(async move { $case(&store).await }).await };
                LocalSet::new().run_until(run).await
            };
            assert!(run(Fault::None).await.is_ok(), "the case fails without the fault");
            assert!(run(Fault::$fault).await.is_err_and(|end| end.is_panic()), "the case does not notice");
        })+
    };
}

notices! {
    a_writer_that_takes_stale_versions_is_noticed:
        TakesStaleVersions breaks collage::writing::stale_version_is_refused;
    a_check_before_the_transaction_is_noticed:
        ChecksVersionsTooEarly breaks collage::races::one_of_many_updates_wins;
    a_like_that_is_not_counted_is_noticed:
        ForgetsToCountLikes breaks like::is_counted_and_no_edit;
    an_item_lost_between_pages_is_noticed:
        LosesTheLastOfAPage breaks product::pages::newest_come_first;
    a_cursor_that_works_everywhere_is_noticed:
        StartsAgainWithACursorOfAnotherQuery breaks product::pages::cursor_of_another_query_is_refused;
    a_category_compared_by_its_letters_is_noticed:
        TakesCategoriesForPrefixes breaks product::filters::category_is_compared_exactly;
    a_claim_that_is_never_granted_anew_is_noticed:
        LeasesForEver breaks idempotency::is_granted_anew_after_the_lease;
}
