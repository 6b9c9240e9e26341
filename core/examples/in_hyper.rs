//! Our endpoints on bare hyper: a route table is a service as it is.
//!
//! ```sh
//! cargo run -p ogrom-core-examples --bin in_hyper
//! curl -i localhost:3000/products
//! curl -i localhost:3000/products/scarf
//! ```

use std::{
    collections::BTreeMap,
    error::Error,
    io::{self, Write},
    sync::Arc,
};

use hyper::server::conn::http1;
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use ogrom_core::mount::Routes;
use ogrom_core_fashion::{
    collage::CollagesResource,
    product::{product, products},
};
use ogrom_protocols::Context;
use ogrom_protocols_fashion::ProductImport;
use ogrom_protocols_fashion_model::{Product, ProductText};
use ogrom_protocols_model::{Timestamp, Version};
use ogrom_sources_fashion_memory::Memory;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let memory = Arc::new(Memory::default());
    let at_start = Context::new("start", Arc::new("en-GB; GBP; en".parse()?));
    memory.import_products(&at_start, &[scarf()?], Timestamp::from_millis(0)).await?;

    let shop = Routes::new()
        .at("/products", products(memory.clone()))
        .at("/products/{product}", product(memory))
        .without::<CollagesResource>() // products lead to the collages that show them; there are none here
        .build()?;

    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    writeln!(io::stdout(), "http://{}", listener.local_addr()?)?;
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(shop.clone());
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

/// All that the shop has.
fn scarf() -> Result<Product, Box<dyn Error>> {
    let text = ProductText { name: "Silk scarf".to_owned(), description: None };
    let today = Timestamp::from_millis(1_700_000_000_000);
    Ok(Product {
        id: "scarf".parse()?,
        texts: [("en".parse()?, text)].into(),
        brand: None,
        category: "Clothing/Scarves".to_owned(),
        colour: Some("red".to_owned()),
        prices: BTreeMap::new(),
        images: Vec::new(),
        shop: None,
        version: Version::FIRST,
        created: today,
        modified: today,
    })
}
