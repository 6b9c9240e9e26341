//! A source for tests: stores the rows that it takes, and records the calls.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use ogrom_protocols::{Context, Error, Imported, Result};
use ogrom_protocols_fashion::{CollageImport, CommentImport, LikeImport, ProductImport, UserImport};
use ogrom_protocols_fashion_model::{Collage, Comment, Like, Product, User};
use ogrom_protocols_model::Timestamp;

use super::importers::Importers;

/// A source that takes rows whose references are there.
#[derive(Debug, Default)]
pub struct Recorder {
    state: Mutex<State>,
}

/// The rows, by identifier, and the calls.
#[derive(Debug, Default)]
pub struct State {
    /// The users.
    pub users: BTreeMap<String, User>,
    /// The products.
    pub products: BTreeMap<String, Product>,
    /// The collages.
    pub collages: BTreeMap<String, Collage>,
    /// The comments.
    pub comments: BTreeMap<String, Comment>,
    /// The likes, by `user/collage`.
    pub likes: BTreeMap<String, Like>,
    /// The noun and the number of rows of each batch.
    pub batches: Vec<(&'static str, usize)>,
    /// How many more batches it takes before it is out of order; absent where it always takes them.
    pub left: Option<usize>,
}

fn add<T: Clone>(there: &mut BTreeMap<String, T>, id: String, row: &T, missing: Option<String>) -> Imported {
    match missing {
        Some(missing) => Imported::Refused(format!("there is no {missing}")),
        None if there.contains_key(&id) => Imported::Present,
        None => {
            there.insert(id, row.clone());
            Imported::Added
        }
    }
}

fn lacks<T>(there: &BTreeMap<String, T>, noun: &str, id: &str) -> Option<String> {
    (!there.contains_key(id)).then(|| format!("{noun} '{id}'"))
}

// === impl Recorder ===

impl Recorder {
    /// All importers into this source.
    pub fn importers(self: &Arc<Self>) -> Importers {
        Importers {
            users: self.clone(),
            products: self.clone(),
            collages: self.clone(),
            comments: self.clone(),
            likes: self.clone(),
        }
    }

    /// Looks at the state.
    pub fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn batch<T>(
        &self,
        noun: &'static str,
        rows: &[T],
        mut import: impl FnMut(&mut State, &T) -> Imported,
    ) -> Result<Vec<Imported>> {
        self.with(|state| {
            if state.left == Some(0) {
                return Err(Error::unavailable("the disk is full"));
            }
            state.left = state.left.map(|left| left - 1);
            state.batches.push((noun, rows.len()));
            Ok(rows.iter().map(|row| import(state, row)).collect())
        })
    }
}

#[async_trait]
impl UserImport for Recorder {
    async fn import_users(&self, _: &Context, rows: &[User]) -> Result<Vec<Imported>> {
        self.batch("users", rows, |state, row| add(&mut state.users, row.id.to_string(), row, None))
    }
}

#[async_trait]
impl ProductImport for Recorder {
    async fn import_products(&self, _: &Context, rows: &[Product], _: Timestamp) -> Result<Vec<Imported>> {
        self.batch("products", rows, |state, row| add(&mut state.products, row.id.to_string(), row, None))
    }
}

#[async_trait]
impl CollageImport for Recorder {
    async fn import_collages(&self, _: &Context, rows: &[Collage]) -> Result<Vec<Imported>> {
        self.batch("collages", rows, |state, row| {
            let mut items = row.items.iter();
            let missing = lacks(&state.users, "user", row.owner.as_str())
                .or_else(|| items.find_map(|item| lacks(&state.products, "product", item.product.as_str())));
            add(&mut state.collages, row.id.to_string(), row, missing)
        })
    }
}

#[async_trait]
impl CommentImport for Recorder {
    async fn import_comments(&self, _: &Context, rows: &[Comment]) -> Result<Vec<Imported>> {
        self.batch("comments", rows, |state, row| {
            let missing = lacks(&state.users, "user", row.author.as_str())
                .or_else(|| lacks(&state.collages, "collage", row.collage.as_str()));
            add(&mut state.comments, row.id.to_string(), row, missing)
        })
    }
}

#[async_trait]
impl LikeImport for Recorder {
    async fn import_likes(&self, _: &Context, rows: &[Like]) -> Result<Vec<Imported>> {
        self.batch("likes", rows, |state, row| {
            let missing = lacks(&state.users, "user", row.user.as_str())
                .or_else(|| lacks(&state.collages, "collage", row.collage.as_str()));
            add(&mut state.likes, format!("{}/{}", row.user, row.collage), row, missing)
        })
    }
}
