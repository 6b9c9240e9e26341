//! A source over a service over a source, all in this process, with real connections in between.
//!
//! The data of a case goes into the source behind directly, since no service takes it; all else goes over HTTP. The
//! service has a clock of its own, which is set to the time that a case wants a change to be made at.

#![expect(clippy::unwrap_used, reason = "a harness panics where something fails, and so fails the test")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering::SeqCst},
    },
    time::Duration,
};

use async_trait::async_trait;
use ogrom_protocols::*;
use ogrom_protocols_fashion::*;
use ogrom_protocols_fashion_contract::Store;
use ogrom_protocols_fashion_model::*;
use ogrom_protocols_model::*;
use ogrom_run::{routes, sources::Sources};
use ogrom_server::{Pipeline, Services, lifecycle::Lifecycle};
use ogrom_server_identity::{Authenticator, Tokens};
use ogrom_server_listen::{ConnectionOptions, Server};
use ogrom_sources_fashion_http::Http;
use ogrom_sources_http::Upstream;
use tokio::net::TcpListener;

/// Everybody whom cases let act, there or not.
fn users() -> impl Iterator<Item = String> {
    let named = ["ann", "ben", "cleo", "unknown"].map(ToOwned::to_owned);
    named.into_iter().chain((0..100).map(|n| format!("fan-{n}")))
}

const LOCALES: [&str; 3] = ["de-DE; EUR; en-GB", "en-GB; GBP", "fr-FR; EUR"];

pub(crate) struct Stacked {
    behind: Arc<dyn Store>,
    clock: Arc<SetClock>,
    http: Http,
}

#[derive(Default)]
struct SetClock(AtomicI64);

fn token(user: &str) -> String {
    format!("the-very-secret-token-of-{user}")
}

// === impl SetClock ===

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(SeqCst))
    }
}

// === impl Stacked ===

impl Stacked {
    pub(crate) async fn over<S: Store + 'static>(behind: S) -> Self {
        let (behind, clock) = (Arc::new(behind), Arc::new(SetClock::default()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut upstream = Upstream::new(&format!("http://{}/v1/", listener.local_addr().unwrap())).unwrap();
        for user in users() {
            upstream = upstream.acting_as(user.parse().unwrap(), &token(&user)).unwrap();
        }
        let http = Http::new(upstream.patient_for(Duration::from_secs(30)));
        let locales = Locales::new(LOCALES.map(|locale| locale.parse().unwrap())).unwrap();
        let services = Services { clock: clock.clone(), ..Services::of_system(locales) };
        let routes = routes::service(&Sources::all_from(&behind), &services).unwrap();
        let tokens = users().map(|user| format!("{user}={}", token(&user))).collect::<Vec<_>>().join(",");
        let authenticator = Authenticator::new(Tokens::parse(&tokens, &[]).unwrap(), None);
        let pipeline = Pipeline::new(routes, authenticator, services.identities);
        let server = Server::new(pipeline, ConnectionOptions::default(), Lifecycle::default());
        tokio::spawn(async move { server.serve(listener).await });
        Self { behind, clock, http }
    }

    /// Over HTTP, at this time.
    fn at(&self, now: Timestamp) -> &Http {
        self.clock.0.store(now.as_millis(), SeqCst);
        &self.http
    }
}

macro_rules! pass_on {
    ($($role:ident to $store:ident { $(
        $method:ident($($name:ident: $type:ty),*) -> $answer:ty $(, at $now:expr)?;
    )+ })+) => {
        $(#[async_trait]
        impl $role for Stacked {
            $(async fn $method(&self, ctx: &Context, $($name: $type),*) -> Result<$answer> {
                $(self.at($now);)?
                self.$store.$method(ctx, $($name),*).await
            })+
        })+
    };
}

pass_on! {
    UserReader to http {
        user_by_id(id: &UserId) -> Option<User>;
        users_by_ids(ids: &[UserId]) -> Vec<User>;
    }
    ProductReader to http {
        product_by_id(id: &ProductId) -> Option<Product>;
        products_by_ids(ids: &[ProductId]) -> Vec<Product>;
        products(query: &ProductQuery, page: &PageRequest) -> Page<Product>;
        catalogue_state() -> Option<CatalogueState>;
        product_changes(page: &PageRequest) -> Vec<ProductChange>;
    }
    CollageReader to http {
        collage_by_id(id: &CollageId) -> Option<Collage>;
        collages_by_ids(ids: &[CollageId]) -> Vec<Collage>;
        collages(query: &CollageQuery, page: &PageRequest) -> Page<Collage>;
        collage_is_gone(id: &CollageId) -> bool;
    }
    CommentReader to http {
        comment_by_id(id: &CommentId) -> Option<Comment>;
        comments_by_ids(ids: &[CommentId]) -> Vec<Comment>;
        comments(query: &CommentQuery, page: &PageRequest) -> Page<Comment>;
        comment_is_gone(id: &CommentId) -> bool;
    }
    LikeReader to http {
        like_by_ids(collage: &CollageId, user: &UserId) -> Option<Like>;
        likes_among(user: &UserId, collages: &[CollageId]) -> Vec<Like>;
        likes(query: &LikeQuery, page: &PageRequest) -> Page<Like>;
    }
    CollageWriter to http {
        create_collage(collage: &Collage) -> Collage, at collage.created;
        update_collage(id: &CollageId, expected: Revision, draft: &CollageDraft, now: Timestamp) -> Option<Collage>, at now;
        delete_collage(id: &CollageId, expected: Revision, now: Timestamp) -> bool, at now;
    }
    CommentWriter to http {
        create_comment(comment: &Comment) -> Comment, at comment.created;
        update_comment(id: &CommentId, expected: Revision, draft: &CommentDraft, now: Timestamp) -> Option<Comment>, at now;
        delete_comment(id: &CommentId, expected: Revision, now: Timestamp) -> bool, at now;
    }
    LikeWriter to http {
        add_like(like: &Like) -> bool, at like.created;
        remove_like(collage: &CollageId, user: &UserId, now: Timestamp) -> bool, at now;
    }
    UserImport to behind { import_users(rows: &[User]) -> Vec<Imported>; }
    ProductImport to behind { import_products(rows: &[Product], now: Timestamp) -> Vec<Imported>; }
    CollageImport to behind { import_collages(rows: &[Collage]) -> Vec<Imported>; }
    CommentImport to behind { import_comments(rows: &[Comment]) -> Vec<Imported>; }
    LikeImport to behind { import_likes(rows: &[Like]) -> Vec<Imported>; }
    TombstoneStore to behind { forget_deleted_before(instant: Timestamp) -> u64; }
    IdempotencyStore to behind {
        claim(request: &IdempotencyKey, now: Timestamp, lease: Duration) -> Claim;
        store(request: &IdempotencyKey, answer: &StoredResponse) -> ();
        drop_claim(request: &IdempotencyKey) -> ();
        forget_before(instant: Timestamp) -> u64;
    }
}
