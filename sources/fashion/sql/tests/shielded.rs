//! A write is done as a whole or not at all, whatever becomes of the one who asked for it.

#[path = "support/temp.rs"]
mod temp;

use std::{
    task::{Context as TaskContext, Waker},
    time::{Duration, Instant},
};

use ogrom_protocols::{Error, Limit, PageRequest};
use ogrom_protocols_fashion::{CollageQuery, CollageReader, CollageWriter, UserReader};
use ogrom_protocols_fashion_contract::{
    data::{CollageData, a_collage, context},
    given,
};

use self::temp::Temp;

/// One database of each kind, with people and products.
async fn people_and_products() -> [Temp; 2] {
    let stores = [Temp::database().await, Temp::on_mariadb().await];
    for store in &stores {
        given::people_and_products(&**store).await;
    }
    stores
}

#[tokio::test]
async fn a_write_goes_on_without_the_one_who_asked() {
    for store in people_and_products().await {
        let (ctx, collage) = (context(), a_collage("c1").of(["p1", "p2"]));
        {
            let mut asked = store.create_collage(&ctx, &collage);
            assert!(asked.as_mut().poll(&mut TaskContext::from_waker(Waker::noop())).is_pending());
        }
        let patience = Instant::now() + Duration::from_secs(5);
        while store.collage_by_id(&ctx, &collage.id).await.unwrap().is_none() {
            assert!(Instant::now() < patience, "the write was dropped with its asker");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hanging_up_at_any_moment_leaves_nothing_half_done() {
    for store in people_and_products().await {
        for n in 0..90 {
            let (sql, collage) = ((*store).clone(), a_collage(&format!("c{n}")).of(["p1", "p2"]));
            let asker = tokio::spawn(async move { sql.create_collage(&context(), &collage).await });
            tokio::time::sleep(Duration::from_micros(n * 10)).await;
            asker.abort();
        }
        // A write of ours waits for all before it, and shows that they left the writer as it should be.
        store.create_collage(&context(), &a_collage("last").of(["p1"])).await.unwrap();
        let whole = page_of(&store, CollageQuery::default()).await;
        let containing =
            |product: &str| CollageQuery { product: Some(product.parse().unwrap()), ..Default::default() };
        assert_eq!(page_of(&store, containing("p1")).await, whole);
        assert_eq!(
            page_of(&store, containing("p2")).await.len(),
            whole.len() - 1,
            "all but the last contain it"
        );
    }
}

async fn page_of(store: &Temp, query: CollageQuery) -> Vec<String> {
    let page = store.collages(&context(), &query, &PageRequest::first(Limit::MAX)).await;
    page.expect("the source answers").items.iter().map(|collage| collage.id.to_string()).collect()
}

#[tokio::test]
async fn nothing_begins_after_the_deadline() {
    for store in people_and_products().await {
        let late = context().until(Instant::now());
        let (collage, ann) = (a_collage("c1"), "ann".parse().unwrap());
        assert!(matches!(store.create_collage(&late, &collage).await, Err(Error::TimedOut(_))));
        assert!(matches!(store.user_by_id(&late, &ann).await, Err(Error::TimedOut(_))));
        assert_eq!(store.collage_by_id(&context(), &collage.id).await.unwrap(), None);
    }
}
