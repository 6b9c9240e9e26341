//! The service without a framework: hyper, matchit and `serde_json`.

use std::{convert::Infallible, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use crate::{
    BoxError,
    shop::{NewProduct, Paging, Problem, Shop},
};

/// The paths and the shop.
pub(crate) struct Raw {
    paths: matchit::Router<Place>,
    shop: Arc<Shop>,
}

#[derive(Clone, Copy)]
enum Place {
    Products,
    Product,
}

type Answer = Response<Full<Bytes>>;

// === impl Raw ===

impl Raw {
    pub(super) fn new(shop: Arc<Shop>) -> Result<Self, BoxError> {
        let mut paths = matchit::Router::new();
        paths.insert("/products", Place::Products)?;
        paths.insert("/products/{id}", Place::Product)?;
        Ok(Self { paths, shop })
    }

    fn product(&self, id: &str, headers: &HeaderMap) -> Answer {
        let Some(product) = id.parse().ok().and_then(|id| self.shop.product(id)) else {
            return failure(&Problem::not_found());
        };
        let tag = format!("\"{}-json\"", product.version);
        if headers.get(header::IF_NONE_MATCH).is_some_and(|given| *given == *tag) {
            return tagged(StatusCode::NOT_MODIFIED, &tag, Bytes::new());
        }
        tagged(StatusCode::OK, &tag, json(product))
    }

    fn page(&self, query: &str) -> Answer {
        let mut paging = Paging { limit: None };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (&*name, value.parse()) {
                ("limit", Ok(limit @ 1..=50)) => paging.limit = Some(limit),
                _ => return failure(&Problem::malformed()),
            }
        }
        let content = json(&self.shop.page(paging));
        tagged(StatusCode::OK, &format!("\"{:016x}-json\"", xxh3_64(&content)), content)
    }

    async fn post(&self, content: Incoming) -> Answer {
        let Ok(content) = Limited::new(content, 64 * 1024).collect().await else {
            return failure(&Problem::malformed());
        };
        let Ok(new) = serde_json::from_slice::<NewProduct>(&content.to_bytes()) else {
            return failure(&Problem::malformed());
        };
        let faults = new.faults();
        if !faults.is_empty() {
            return failure(&Problem::invalid(faults));
        }
        let product = self.shop.add(new);
        let mut answer =
            tagged(StatusCode::CREATED, &format!("\"{}-json\"", product.version), json(&product));
        insert(&mut answer, header::LOCATION, &format!("/products/{}", product.id));
        answer
    }
}

/// Responds to a request.
pub(super) async fn answer(raw: Arc<Raw>, request: Request<Incoming>) -> Result<Answer, Infallible> {
    let (head, content) = request.into_parts();
    let Ok(found) = raw.paths.at(head.uri.path()) else {
        return Ok(failure(&Problem::not_found()));
    };
    Ok(match (found.value, head.method) {
        (Place::Product, Method::GET | Method::HEAD) => {
            raw.product(found.params.get("id").unwrap_or_default(), &head.headers)
        }
        (Place::Product, _) => refused("GET,HEAD"),
        (Place::Products, Method::GET | Method::HEAD) => raw.page(head.uri.query().unwrap_or_default()),
        (Place::Products, Method::POST) => raw.post(content).await,
        (Place::Products, _) => refused("GET,HEAD,POST"),
    })
}

fn tagged(status: StatusCode, tag: &str, content: Bytes) -> Answer {
    let mut answer = Response::new(Full::new(content));
    *answer.status_mut() = status;
    insert(&mut answer, header::ETAG, tag);
    if status != StatusCode::NOT_MODIFIED {
        answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    answer
}

fn refused(allowed: &'static str) -> Answer {
    let mut answer = failure(&Problem::method_not_allowed());
    answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    answer
}

fn failure(problem: &Problem) -> Answer {
    let mut answer = Response::new(Full::new(json(problem)));
    *answer.status_mut() = StatusCode::from_u16(problem.status()).unwrap_or_default();
    let kind = HeaderValue::from_static("application/problem+json");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    answer
}

fn json(view: &impl Serialize) -> Bytes {
    let mut content = Vec::with_capacity(1024);
    // Numbers, texts and lists of them: all of it can be written as JSON.
    let _ = serde_json::to_writer(&mut content, view);
    content.into()
}

fn insert(answer: &mut Answer, name: http::HeaderName, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        answer.headers_mut().insert(name, value);
    }
}
