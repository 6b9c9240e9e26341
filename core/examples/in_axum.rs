//! Our endpoints in a service of axum's, which keeps its own handlers, state and middleware.
//!
//! The service knows its staff. A source of ten lines lets our endpoints of users show the same people, below `/people`.
//!
//! ```sh
//! cargo run -p ogrom-core-examples --bin in_axum
//! curl -i -X PUT localhost:3000/staff/ben        # a handler of axum's
//! curl -i localhost:3000/people/users/ben        # an endpoint of ours, over the same state
//! curl -i 'localhost:3000/people/users?id=ann&id=ben'
//! ```

use std::{
    collections::BTreeMap,
    error::Error,
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use axum::{
    Router,
    extract::{Path, Request, State},
    http::{HeaderValue, StatusCode},
    middleware::{self, Next},
    response::Response,
    routing::put,
};
use ogrom_core::mount::{RememberUri, Routes};
use ogrom_core_fashion::{
    like::UserLikesResource,
    user::{UserCollagesResource, user, users},
};
use ogrom_protocols::Context;
use ogrom_protocols_fashion::UserReader;
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::{Timestamp, UserId, Version};
use tokio::{net::TcpListener, sync::RwLock};
use tower::layer::layer_fn;

/// The state of the service: who works here.
#[derive(Clone, Default)]
struct Staff(Arc<RwLock<BTreeMap<UserId, User>>>);

/// How our endpoints find people in it.
#[async_trait]
impl UserReader for Staff {
    async fn users_by_ids(&self, _: &Context, ids: &[UserId]) -> ogrom_protocols::Result<Vec<User>> {
        let staff = self.0.read().await;
        Ok(staff.values().filter(|user| ids.contains(&user.id)).cloned().collect())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let staff = Staff::default();
    let reader = Arc::new(staff.clone());
    let ours = Routes::new()
        .at("/users", users(reader.clone()))
        .at("/users/{user}", user(reader))
        .without::<UserCollagesResource>() // nobody composes collages here or likes any: users come without links to theirs
        .without::<UserLikesResource>()
        .build()?;

    let app = Router::new()
        .route("/staff/{id}", put(hire))
        .with_state(staff)
        .nest_service("/people", ours)
        .layer(middleware::from_fn_with_state(Arc::default(), numbered))
        .layer(layer_fn(RememberUri)); // links begin with the prefix that `nest_service` takes off

    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    writeln!(io::stdout(), "http://{}", listener.local_addr()?)?;
    axum::serve(listener, app).await?;
    Ok(())
}

/// A handler as axum has them.
async fn hire(State(staff): State<Staff>, Path(id): Path<String>) -> StatusCode {
    let Ok(id) = id.parse::<UserId>() else { return StatusCode::NOT_FOUND };
    let today = Timestamp::from_millis(1_700_000_000_000);
    let name = Some(id.as_str().to_uppercase());
    let user = User { id: id.clone(), name, version: Version::FIRST, created: today, modified: today };
    staff.0.write().await.insert(id, user);
    StatusCode::NO_CONTENT
}

/// A middleware as axum has them, around its handlers and our endpoints alike.
async fn numbered(State(count): State<Arc<AtomicU64>>, request: Request, next: Next) -> Response {
    let number = count.fetch_add(1, Ordering::Relaxed);
    let mut response = next.run(request).await;
    response.headers_mut().insert("request-number", HeaderValue::from(number));
    response
}
