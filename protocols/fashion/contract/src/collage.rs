//! The rules for collages.

pub mod import;
pub mod lists;
pub mod races;
pub mod writing;

use ogrom_protocols_fashion_model::{Collage, CollageId, CollageItem};
use ogrom_protocols_model::{Timestamp, Version};

use crate::{
    Store,
    data::{CollageData, TRICKY_TEXTS, a_collage, an_item, at, context, parse},
    expect::{ok, same_things},
    given,
};

/// Asserts that these collages are created and read back as they were stored.
async fn kept(store: &dyn Store, collages: Vec<Collage>) {
    given::people_and_products(store).await;
    let mut made = Vec::new();
    for collage in &collages {
        let stored = ok(store.create_collage(&context(), collage).await);
        // A service sets the dates of new items by its own rules.
        assert_eq!(Collage { modified: collage.modified, ..stored.clone() }, *collage);
        made.push(stored);
    }
    let ids: Vec<CollageId> = collages.iter().map(|collage| collage.id.clone()).collect();
    same_things(ok(store.collages_by_ids(&context(), &ids).await), made.clone());
    for collage in made {
        assert_eq!(ok(store.collage_by_id(&context(), &collage.id).await), Some(collage));
    }
}

/// A created collage is read back unchanged: a full one, and the absence of the parts that a plain one lacks.
pub async fn is_read_as_it_was_created(store: &dyn Store) {
    let full = Collage {
        description: Some("For the beach.\nAnd the bar.".into()),
        version: Version::new(3),
        modified: at(77),
        ..a_collage("full").titled("Summer").of(["p2", "p1"]).owned_by("ben")
    };
    let old = a_collage("old").created(Timestamp::from_millis(-1));
    kept(store, vec![full, a_collage("plain"), old]).await;
}

/// Texts in any writing come back byte for byte, and very long ones in full.
pub async fn texts_are_kept_byte_for_byte(store: &dyn Store) {
    let collage = |(n, text): (usize, &str)| Collage {
        description: Some(text.into()),
        ..a_collage(&format!("tricky-{n}")).titled(text)
    };
    let long = Collage { description: Some("wörds ".repeat(15_000)), ..a_collage("long") };
    kept(store, TRICKY_TEXTS.into_iter().enumerate().map(collage).chain([long]).collect()).await;
}

/// Items come back in the owner's order, a product as often as it is there, and all numbers to the last bit.
pub async fn items_are_kept_exactly(store: &dyn Store) {
    let numbers = [0.1, 1.0 / 3.0, f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0, 0.1 + 0.2, 1.0];
    let item = |number: f64| CollageItem {
        x: number,
        y: 1.0 - number,
        size: number,
        rotation: -359.999_999_999_999_94 * number,
        ..an_item("p3")
    };
    let mut items: Vec<CollageItem> = numbers.into_iter().map(item).collect();
    items.push(CollageItem { layer: i32::MAX, x: 0.0, ..an_item("p1") });
    items.push(CollageItem { layer: i32::MIN, ..an_item("p2") });
    items.extend([an_item("p1"), an_item("p1")]);
    kept(store, vec![Collage { items, ..a_collage("exact") }]).await;
}

/// A collage may have many items.
pub async fn items_may_be_many(store: &dyn Store) {
    let items = (0..500).map(|n| CollageItem { layer: n, ..an_item("p1") }).collect();
    kept(store, vec![Collage { items, ..a_collage("crowded") }]).await;
}

/// An empty result is no error.
pub async fn is_absent_without_an_error(store: &dyn Store) {
    assert_eq!(ok(store.collage_by_id(&context(), &parse("nothing")).await), None);
    assert_eq!(ok(store.collages_by_ids(&context(), &[]).await), []);
}

/// A batch leaves out absent items, and has an item requested twice once, however many parts it has.
pub async fn batch_has_each_once_without_the_absent(store: &dyn Store) {
    given::people_and_products(store).await;
    let [a, b, c] = [a_collage("a").of(["p1", "p2"]), a_collage("b"), a_collage("c").of(["p3"])];
    given::collages(store, &[a.clone(), b.clone(), c]).await;
    let found = ok(store.collages_by_ids(&context(), &["b", "nothing", "a", "b", "a"].map(parse)).await);
    same_things(found, vec![a, b]);
}
