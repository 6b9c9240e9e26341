//! The cost of a result does not depend on how many things it holds.

#[path = "support/temp.rs"]
mod temp;

use std::{
    fmt::Debug,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use ogrom_protocols::{Limit, PageRequest, Result};
use ogrom_protocols_fashion::{
    CollageImport, CollageQuery, CollageReader, CommentQuery, CommentReader, LikeQuery, LikeReader,
    ProductImport, ProductQuery, ProductReader, UserImport,
};
use ogrom_protocols_fashion_contract::data::{
    CollageData, ProductData, a_collage, a_product, a_user, at, context,
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

use self::temp::Temp;

static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

/// Counts what the driver logs of each statement, but for those that set up a connection.
struct Counter;

/// Whether an event is of a statement that sets up a connection.
#[derive(Default)]
struct IsSetup(bool);

impl Visit for IsSetup {
    fn record_debug(&mut self, _: &Field, value: &dyn Debug) {
        let text = format!("{value:?}");
        self.0 |= ["PRAGMA", "SET "].iter().any(|setup| text.trim_start_matches('"').starts_with(setup));
    }
}

impl Subscriber for Counter {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn event(&self, event: &Event<'_>) {
        let mut setup = IsSetup::default();
        event.record(&mut setup);
        STATEMENTS.fetch_add(usize::from(!setup.0), Ordering::Relaxed);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// How many statements the answer takes.
async fn cost<T>(answer: impl Future<Output = Result<T>>) -> (usize, T) {
    // A statement is logged a moment after its last row.
    let settle = || tokio::time::sleep(Duration::from_millis(50));
    settle().await;
    let before = STATEMENTS.load(Ordering::Relaxed);
    let answer = answer.await.expect("the source answers");
    settle().await;
    (STATEMENTS.load(Ordering::Relaxed) - before, answer)
}

fn page(limit: usize) -> PageRequest {
    PageRequest::first(Limit::new(limit).expect("a limit from 1 to 100"))
}

/// The only test of this file: the count is of the whole process.
#[tokio::test]
async fn many_things_take_as_many_statements_as_one() {
    tracing::subscriber::set_global_default(Counter).unwrap();
    take_as_many_as_one(Temp::database().await).await;
    take_as_many_as_one(Temp::on_mariadb().await).await;
}

async fn take_as_many_as_one(store: Temp) {
    let ctx = context();
    let products: Vec<_> = (0..100)
        .map(|n| a_product(&format!("p{n}")).named("de", "Hemd").named("en", "Shirt").priced("DE", 100 + n))
        .collect();
    let collages: Vec<_> =
        (0..100).map(|n| a_collage(&format!("c{n}")).of(["p1", "p2", "p3", "p1"])).collect();
    store.import_users(&ctx, &[a_user("ann")]).await.expect("the source takes them");
    store.import_products(&ctx, &products, at(0)).await.expect("the source takes them");
    store.import_collages(&ctx, &collages).await.expect("the source takes them");

    let ids: Vec<_> = products.iter().map(|product| product.id.clone()).collect();
    let (one, _) = cost(store.products_by_ids(&ctx, &ids[..1])).await;
    let (hundred, found) = cost(store.products_by_ids(&ctx, &ids)).await;
    assert_eq!((one, hundred, found.len()), (1, 1, 100), "products by identifier");

    let ids: Vec<_> = collages.iter().map(|collage| collage.id.clone()).collect();
    let (one, _) = cost(store.collages_by_ids(&ctx, &ids[..1])).await;
    let (hundred, found) = cost(store.collages_by_ids(&ctx, &ids)).await;
    assert_eq!((one, hundred, found.len()), (1, 1, 100), "collages by identifier");

    let query = CollageQuery::default();
    let (one, _) = cost(store.collages(&ctx, &query, &page(1))).await;
    let (hundred, found) = cost(store.collages(&ctx, &query, &page(100))).await;
    assert_eq!((one, hundred, found.items.len()), (1, 1, 100), "a page of collages");

    let ann = a_user("ann").id;
    let (one, _) = cost(store.likes_among(&ctx, &ann, &ids[..1])).await;
    let (hundred, _) = cost(store.likes_among(&ctx, &ann, &ids)).await;
    assert_eq!((one, hundred), (1, 1), "likes among collages");

    let (all, _) = cost(store.likes(&ctx, &LikeQuery::OfUser(ann), &page(100))).await;
    assert_eq!(all, 1, "a page of likes");

    let (all, _) = cost(store.comments(&ctx, &CommentQuery::default(), &page(100))).await;
    assert_eq!(all, 1, "a page of comments");

    let query = ProductQuery {
        text: Some("hemd shirt".into()),
        category: Some("Apparel".into()),
        ..Default::default()
    };
    let (one, _) = cost(store.products(&ctx, &query, &page(1))).await;
    let (hundred, found) = cost(store.products(&ctx, &query, &page(100))).await;
    assert_eq!(
        (one, hundred, found.items.len()),
        (4, 4, 100),
        "a search looks at each of its three filters first"
    );
}
