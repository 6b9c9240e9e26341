//! The jobs: each a set of requests, some of which are far more frequent than others.

use clap::ValueEnum;

use ogrom_tests::measure::{
    BoxError, client,
    requests::{Requests, get},
};

use crate::data;

/// The requests to the contenders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Job {
    /// A product by its identifier.
    Product,
    /// A page of comments with their authors.
    Comments,
}

// === impl Job ===

impl Job {
    /// All of them, in the order of the tables.
    pub(crate) const ALL: [Self; 2] = [Self::Product, Self::Comments];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Product => "a product by its identifier",
            Self::Comments => "a page of 20 comments",
        }
    }

    /// Its requests. The cursors of pages are found by requesting one page after the other, at this address.
    pub(crate) fn requests(self, service: std::net::SocketAddr) -> Result<Requests, BoxError> {
        let paths = match self {
            // The number of a product is independent of its frequency.
            Self::Product => {
                let mixed = |number| number * 7_919 % data::PRODUCTS;
                (0..data::PRODUCTS)
                    .map(|number| format!("/v1/en-GB/products/product-{}", mixed(number)))
                    .collect()
            }
            Self::Comments => pages(service)?,
        };
        Ok(Requests::of(&paths))
    }
}

fn pages(service: std::net::SocketAddr) -> Result<Vec<String>, BoxError> {
    let first = format!("/v1/en-GB/comments?limit={}", data::PAGE);
    let mut pages = vec![first.clone()];
    while pages.len() < data::PAGES {
        let page: serde_json::Value =
            serde_json::from_slice(&client::once(service, &get(&pages[pages.len() - 1]))?)?;
        let next = page["next"].as_str().ok_or("the list ends too early")?;
        pages.push(format!("{first}&cursor={next}"));
    }
    Ok(pages)
}
