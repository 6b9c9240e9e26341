//! The whole route table under a prefix of its own, over a memory source.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use ogrom_core::{
    Endpoint,
    home::home,
    locale::{LocaleGuard, LocalesResource, locales},
    mount::{Mounted, Routes},
};
use ogrom_protocols::{Clock, IdGenerator};
use ogrom_protocols_fashion::{
    CollageReader, CollageWriter, CommentReader, CommentWriter, LikeReader, LikeWriter, ProductReader,
    UserReader,
};
use ogrom_protocols_fashion_contract::data::at;
use ogrom_protocols_model::{Locales, Timestamp};
use serde_json::Value;

use super::{Ask, filled};
use crate::{
    collage::{CollageLoader, collage, collages},
    comment::{CommentLoader, collage_comments, comment, comments},
    index::{IndexResource, index},
    like::{collage_likes, like, user_likes},
    product::{feed, product, product_changes, products},
    user::{self, user, user_collages},
};

/// All endpoints, mounted, with the clock that they tell the time by.
pub(crate) struct App {
    pub(crate) clock: Arc<HandClock>,
    service: Mounted,
}

/// The sources behind each trait.
#[derive(Clone)]
pub(crate) struct Sources {
    pub(crate) products: Arc<dyn ProductReader>,
    pub(crate) users: Arc<dyn UserReader>,
    pub(crate) collages: Arc<dyn CollageReader>,
    pub(crate) comments: Arc<dyn CommentReader>,
    pub(crate) likes: Arc<dyn LikeReader>,
    pub(crate) collage_writer: Arc<dyn CollageWriter>,
    pub(crate) comment_writer: Arc<dyn CommentWriter>,
    pub(crate) like_writer: Arc<dyn LikeWriter>,
}

/// A clock that stands still until it is moved. Begins a day after the data.
pub(crate) struct HandClock(AtomicI64);

/// Gives out `new-1`, `new-2`, …
#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

// === impl App ===

impl App {
    /// Where the table is mounted. No endpoint knows.
    pub(crate) const PREFIX: &str = "/shop";

    /// All endpoints over the usual data.
    pub(crate) async fn new() -> Self {
        let memory = filled().await;
        Self::over(Sources::of(memory.clone(), memory))
    }

    /// All endpoints over these sources.
    pub(crate) fn over(sources: Sources) -> Self {
        let clock = Arc::new(HandClock::default());
        let table = Routes::new().nest(Self::PREFIX, routes(&endpoints(sources, clock.clone())));
        Self { clock, service: table.build().unwrap() }
    }

    /// A request with this method. A path that begins with a slash is taken as it is, any other begins with a locale.
    pub(crate) fn ask(&self, method: &str, path: &str) -> Ask<Mounted> {
        let path = if path.starts_with('/') { path.into() } else { format!("{}/v1/{path}", Self::PREFIX) };
        Ask::new(self.service.clone(), method, &path)
    }

    pub(crate) fn get(&self, path: &str) -> Ask<Mounted> {
        self.ask("GET", path)
    }

    pub(crate) fn post(&self, path: &str, content: &Value) -> Ask<Mounted> {
        self.ask("POST", path).json("application/json", content)
    }

    pub(crate) fn put(&self, path: &str, content: &Value) -> Ask<Mounted> {
        self.ask("PUT", path).json("application/json", content)
    }

    pub(crate) fn patch(&self, path: &str, content: &Value) -> Ask<Mounted> {
        self.ask("PATCH", path).json("application/merge-patch+json", content)
    }

    /// A patch by operations.
    pub(crate) fn operate(&self, path: &str, operations: &Value) -> Ask<Mounted> {
        self.ask("PATCH", path).json("application/json-patch+json", operations)
    }

    pub(crate) fn delete(&self, path: &str) -> Ask<Mounted> {
        self.ask("DELETE", path)
    }

    /// The values of one field over all pages of a list, found by following its `Link` headers.
    pub(crate) async fn all(&self, path: &str, field: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut next = Some(path.to_owned());
        while let Some(path) = next {
            let page = self.get(&path).await.is(200);
            let items = page.json["items"].as_array().unwrap();
            found.extend(items.iter().map(|item| item[field].as_str().unwrap_or("-").to_owned()));
            assert_eq!(page.json.get("next").is_some(), page.next().is_some(), "{path}");
            next = page.next();
            assert!(found.len() < 100, "{path} never ends");
        }
        found
    }

    /// The identifiers on all pages of a list.
    pub(crate) async fn ids(&self, path: &str) -> Vec<String> {
        self.all(path, "id").await
    }
}

/// The endpoints below a locale, each with its path there.
pub(crate) fn endpoints(sources: Sources, clock: Arc<dyn Clock>) -> Vec<(&'static str, Endpoint)> {
    let Sources { products: shop, users, collages: all, comments: said, likes, .. } = sources;
    let outfits = CollageLoader {
        collages: all.clone(),
        products: shop.clone(),
        users: users.clone(),
        likes: likes.clone(),
    };
    let remarks = CommentLoader { comments: said, users: users.clone() };
    let new: Arc<dyn IdGenerator> = Arc::new(Counter::default());
    let (writer, says) = (sources.collage_writer, sources.comment_writer);
    vec![
        ("/", index()),
        ("/products", products(shop.clone())),
        ("/products/{product}", product(shop.clone())),
        ("/feeds/products", feed(shop.clone())),
        ("/feeds/products/changes", product_changes(shop)),
        ("/collages", collages(outfits.clone(), writer.clone(), clock.clone(), new.clone())),
        ("/collages/{collage}", collage(outfits.clone(), remarks.clone(), writer, clock.clone())),
        (
            "/collages/{collage}/comments",
            collage_comments(all.clone(), remarks.clone(), says.clone(), clock.clone(), new),
        ),
        ("/collages/{collage}/likes", collage_likes(all.clone(), likes.clone())),
        ("/collages/{collage}/likes/{user}", like(all, likes.clone(), sources.like_writer, clock.clone())),
        ("/comments", comments(remarks.clone())),
        ("/comments/{comment}", comment(remarks, says, clock)),
        ("/me", user::me(users.clone())),
        ("/users", user::users(users.clone())),
        ("/users/{user}", user(users.clone())),
        ("/users/{user}/likes", user_likes(users, likes)),
        ("/users/{user}/collages", user_collages(outfits)),
    ]
}

/// The endpoints below their locales, and what leads there.
pub(crate) fn routes(endpoints: &[(&'static str, Endpoint)]) -> Routes {
    let all = ["de-DE; EUR; en-GB", "fr-FR; EUR; en-GB", "en-GB; GBP"].map(|locale| locale.parse().unwrap());
    let known = Arc::new(Locales::new(all).unwrap());
    let below = endpoints.iter().fold(Routes::new(), |routes, (at, value)| routes.at(at, value.clone()));
    let versioned = Routes::new().at("/", locales::<IndexResource>(known.clone()));
    let versioned = versioned.nest_guarded("/{locale}", LocaleGuard::new(known), below);
    Routes::new().at("/", home::<LocalesResource<IndexResource>>()).nest("/v1", versioned)
}

// === impl Sources ===

impl Sources {
    /// One source to read from, and one to write to.
    pub(crate) fn of<R, W>(reader: R, writer: W) -> Self
    where
        R: ProductReader + UserReader + CollageReader + CommentReader + LikeReader + 'static,
        W: CollageWriter + CommentWriter + LikeWriter + 'static,
    {
        let (reader, writer) = (Arc::new(reader), Arc::new(writer));
        Self {
            products: reader.clone(),
            users: reader.clone(),
            collages: reader.clone(),
            comments: reader.clone(),
            likes: reader,
            collage_writer: writer.clone(),
            comment_writer: writer.clone(),
            like_writer: writer,
        }
    }
}

// === impl HandClock ===

impl HandClock {
    pub(crate) fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::Relaxed);
    }
}

impl Default for HandClock {
    fn default() -> Self {
        Self(AtomicI64::new(at(24 * 60 * 60 * 1000).as_millis()))
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}

// === impl Counter ===

impl IdGenerator for Counter {
    fn generate(&self) -> String {
        format!("new-{}", self.0.fetch_add(1, Ordering::Relaxed) + 1)
    }
}
