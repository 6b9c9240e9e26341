//! The service as axum users write it, with an extractor for the condition so that no header is copied needlessly.

use std::{convert::Infallible, sync::Arc};

use axum::{
    Json, Router,
    extract::{
        FromRequestParts, Path, Query, State,
        rejection::{JsonRejection, QueryRejection},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, StatusCode, header, request::Parts};
use xxhash_rust::xxh3::xxh3_64;

use crate::shop::{NewProduct, Paging, Problem, Shop};

/// The tag that the client has.
struct IfNoneMatch(Option<HeaderValue>);

pub(super) fn router(shop: Arc<Shop>) -> Router {
    Router::new()
        .route("/products", get(page).post(add))
        .route("/products/{id}", get(product))
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .with_state(shop)
}

async fn product(
    State(shop): State<Arc<Shop>>,
    Path(id): Path<u64>,
    IfNoneMatch(given): IfNoneMatch,
) -> Response {
    let Some(product) = shop.product(id) else { return Problem::not_found().into_response() };
    let tag = format!("\"{}-json\"", product.version);
    if given.is_some_and(|given| given == *tag) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    ([(header::ETAG, tag)], Json(product)).into_response()
}

async fn page(State(shop): State<Arc<Shop>>, paging: Result<Query<Paging>, QueryRejection>) -> Response {
    let Ok(Query(paging)) = paging else { return Problem::malformed().into_response() };
    if !(1..=50).contains(&paging.limit.unwrap_or(1)) {
        return Problem::malformed().into_response();
    }
    let Ok(content) = serde_json::to_vec(&shop.page(paging)) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let tag = format!("\"{:016x}-json\"", xxh3_64(&content));
    let kind = HeaderValue::from_static("application/json");
    ([(header::ETAG, tag)], [(header::CONTENT_TYPE, kind)], content).into_response()
}

async fn add(State(shop): State<Arc<Shop>>, new: Result<Json<NewProduct>, JsonRejection>) -> Response {
    let Ok(Json(new)) = new else { return Problem::malformed().into_response() };
    let faults = new.faults();
    if !faults.is_empty() {
        return Problem::invalid(faults).into_response();
    }
    let product = shop.add(new);
    let tag = format!("\"{}-json\"", product.version);
    let location = format!("/products/{}", product.id);
    (StatusCode::CREATED, [(header::ETAG, tag), (header::LOCATION, location)], Json(product)).into_response()
}

// === impl IfNoneMatch ===

impl<S: Sync> FromRequestParts<S> for IfNoneMatch {
    type Rejection = Infallible;

    async fn from_request_parts(head: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(head.headers.get(header::IF_NONE_MATCH).cloned()))
    }
}

// === impl Problem ===

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let mut response = (status, Json(self)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}
