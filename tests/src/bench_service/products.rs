//! The served data: the products of the demo set, as the service writes them.

use std::{collections::HashMap, net::SocketAddr};

use bytes::Bytes;
use ogrom_tests::measure::{
    BoxError, client,
    requests::{Requests, get},
};
use serde_json::Value;

/// Where every product is.
const FOLDER: &str = "/v1/en-GB/products/";

/// The contents of all products, by their paths.
pub(crate) fn contents(service: SocketAddr) -> Result<HashMap<String, Bytes>, BoxError> {
    let read = |path: String| Ok((path.clone(), client::once(service, &get(&path))?.into()));
    paths(service)?.into_iter().map(read).collect()
}

/// The requests for them.
pub(crate) fn requests(service: SocketAddr) -> Result<Requests, BoxError> {
    Ok(Requests::of(&paths(service)?))
}

fn paths(service: SocketAddr) -> Result<Vec<String>, BoxError> {
    let list: Value = serde_json::from_slice(&client::once(service, &get("/v1/en-GB/products?limit=100"))?)?;
    let items = list["items"].as_array().ok_or("the service lists no products")?;
    let path = |item: &Value| Ok(format!("{FOLDER}{}", item["id"].as_str().ok_or("a product without id")?));
    items.iter().map(path).collect()
}
