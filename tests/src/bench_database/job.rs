//! The jobs: each a set of requests, some of which are wanted far more often than others.

use clap::ValueEnum;

use crate::{BoxError, client, data};

/// What the contenders are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Job {
    /// A product by its identifier.
    Product,
    /// A page of comments with their authors.
    Comments,
}

/// The requests of a job, as Zipf has it: the second is wanted half as often as the first, the tenth a tenth as often.
#[derive(Debug)]
pub(crate) struct Requests {
    requests: Vec<Vec<u8>>,
    /// For each of them the weights up to and with its own.
    weights: Vec<f64>,
}

/// A course of choices, the same each time: `SplitMix64`.
#[derive(Debug)]
pub(crate) struct Chance(pub(crate) u64);

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

    /// Its requests. The cursors of pages are found by asking for one page after the other, at this address.
    pub(crate) fn requests(self, service: std::net::SocketAddr) -> Result<Requests, BoxError> {
        let paths = match self {
            // The number of a product says nothing of how often it is wanted.
            Self::Product => {
                let mixed = |number| number * 7_919 % data::PRODUCTS;
                (0..data::PRODUCTS)
                    .map(|number| format!("/v1/en-GB/products/product-{}", mixed(number)))
                    .collect()
            }
            Self::Comments => pages(service)?,
        };
        Ok(Requests::new(&paths))
    }
}

fn pages(service: std::net::SocketAddr) -> Result<Vec<String>, BoxError> {
    let first = format!("/v1/en-GB/comments?limit={}", data::PAGE);
    let mut pages = vec![first.clone()];
    while pages.len() < data::PAGES {
        let page: serde_json::Value =
            serde_json::from_slice(&client::once(service, &request(&pages[pages.len() - 1]))?)?;
        let next = page["next"].as_str().ok_or("the list ends too early")?;
        pages.push(format!("{first}&cursor={next}"));
    }
    Ok(pages)
}

/// A GET as it goes over the wire.
fn request(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nuser-agent: bench\r\naccept: application/json\r\n\r\n")
        .into_bytes()
}

// === impl Requests ===

impl Requests {
    fn new(paths: &[String]) -> Self {
        let mut sum = 0.0;
        let mut rank = 0.0;
        let weight = |_: &String| {
            rank += 1.0;
            sum += 1.0 / rank;
            sum
        };
        Self {
            requests: paths.iter().map(|path| request(path)).collect(),
            weights: paths.iter().map(weight).collect(),
        }
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Vec<u8>] {
        &self.requests
    }

    /// One of them.
    pub(crate) fn choose(&self, chance: &mut Chance) -> &[u8] {
        let sum = self.weights.last().copied().unwrap_or_default();
        let wanted = chance.share() * sum;
        let place = self.weights.partition_point(|weight| *weight < wanted);
        &self.requests[place.min(self.requests.len() - 1)]
    }
}

// === impl Chance ===

impl Chance {
    /// A number from 0 up to 1.
    #[expect(clippy::cast_precision_loss, reason = "a number of 53 bits is exact")]
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
