//! The items in a store before a case begins.

use ogrom_protocols::Imported;
use ogrom_protocols_fashion_model::{Collage, Comment, Like, Product};

use crate::{
    ProductStore, Store,
    data::{a_collage, a_product, a_user, at, context},
    expect::ok,
};

/// The users `ann`, `ben` and `cleo`, and the products `p1`, `p2` and `p3`.
pub async fn people_and_products(store: &dyn Store) {
    let users = ["ann", "ben", "cleo"].map(a_user);
    all_added(&ok(store.import_users(&context(), &users).await));
    products(store, &["p1", "p2", "p3"].map(a_product)).await;
}

/// [People and products](people_and_products), and the empty collages `c1` and `c2` of `ann`.
pub async fn two_collages(store: &dyn Store) {
    people_and_products(store).await;
    collages(store, &["c1", "c2"].map(a_collage)).await;
}

/// These products.
pub async fn products(store: &dyn ProductStore, rows: &[Product]) {
    all_added(&ok(store.import_products(&context(), rows, at(0)).await));
}

/// These collages, whose owners and products exist.
pub async fn collages(store: &dyn Store, rows: &[Collage]) {
    all_added(&ok(store.import_collages(&context(), rows).await));
}

/// These comments, whose collages and authors exist.
pub async fn comments(store: &dyn Store, rows: &[Comment]) {
    all_added(&ok(store.import_comments(&context(), rows).await));
}

/// These likes, whose collages and users exist.
pub async fn likes(store: &dyn Store, rows: &[Like]) {
    all_added(&ok(store.import_likes(&context(), rows).await));
}

#[track_caller]
fn all_added(outcomes: &[Imported]) {
    assert!(outcomes.iter().all(|outcome| *outcome == Imported::Added), "not all are added: {outcomes:?}");
}
