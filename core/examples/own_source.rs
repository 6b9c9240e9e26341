//! A source of one's own, from nothing: a catalogue in a vector, which our endpoints serve and our contract judges.
//!
//! ```sh
//! cargo test -p ogrom-core-examples --bin own_source   # the contract, rule by rule
//! cargo run -p ogrom-core-examples --bin own_source
//! curl -i 'localhost:3000/products?limit=1'            # follow the link to the next page
//! ```

use std::{
    cmp::Ordering,
    collections::BTreeMap,
    error::Error,
    io::{self, Write},
    sync::Arc,
};

use async_trait::async_trait;
use hyper::server::conn::http1;
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use ogrom_core::mount::Routes;
use ogrom_core_fashion::{
    collage::CollagesResource,
    product::{product, products},
};
use ogrom_protocols::{Context, Imported, Page, PageRequest, Position, Result};
use ogrom_protocols_fashion::{ProductImport, ProductOrder, ProductQuery, ProductReader, words};
use ogrom_protocols_fashion_model::{Product, ProductId};
use ogrom_protocols_model::{Texts, Timestamp, Version};
use tokio::{net::TcpListener, sync::RwLock};

/// Products in the order in which they came.
#[derive(Default)]
struct Catalogue(RwLock<Vec<Product>>);

#[async_trait]
impl ProductReader for Catalogue {
    async fn products_by_ids(&self, _: &Context, ids: &[ProductId]) -> Result<Vec<Product>> {
        let all = self.0.read().await;
        Ok(all.iter().filter(|product| ids.contains(&product.id)).cloned().collect())
    }

    async fn products(&self, _: &Context, query: &ProductQuery, page: &PageRequest) -> Result<Page<Product>> {
        let all = self.0.read().await;
        let mut list: Vec<(Position, &Product)> = all
            .iter()
            .filter(|product| passes(query, product))
            .filter_map(|product| Some((position(query.order, product)?, product)))
            .collect();

        // A cursor is sealed for its query: any other refuses it. Of a previous page, the last product is read first.
        let window = page.open(query.describe())?;
        let compare = |a: &Position, b: &Position| {
            let forward = compare(query.order, a, b);
            if window.is_backward() { forward.reverse() } else { forward }
        };
        list.sort_by(|(a, _), (b, _)| compare(a, b));
        list.retain(|(at, _)| window.start().is_none_or(|start| compare(at, start).is_gt()));
        Ok(window.page(list, |(at, _)| at.clone()).map(|(_, product)| product.clone()))
    }
}

/// The contract fills a source by this. A back end that can only be read needs it in tests alone.
#[async_trait]
impl ProductImport for Catalogue {
    async fn import_products(&self, _: &Context, rows: &[Product], _: Timestamp) -> Result<Vec<Imported>> {
        let mut all = self.0.write().await;
        let mut add = |row: &Product| {
            if all.iter().any(|product| product.id == row.id) {
                return Imported::Present;
            }
            all.push(row.clone());
            Imported::Added
        };
        Ok(rows.iter().map(&mut add).collect())
    }
}

/// Where a product is in a list; absent where the order leaves it out.
fn position(order: ProductOrder, product: &Product) -> Option<Position> {
    let rank = match order {
        ProductOrder::Newest => product.created.as_millis(),
        ProductOrder::Cheapest(country) | ProductOrder::Dearest(country) => {
            i64::try_from(product.prices.get(&country)?.amount).unwrap_or(i64::MAX)
        }
    };
    Some(Position { rank, id: product.id.as_str().to_owned() })
}

/// Identifiers decide between equals, in the same direction.
fn compare(order: ProductOrder, a: &Position, b: &Position) -> Ordering {
    let rising = (a.rank, &a.id).cmp(&(b.rank, &b.id));
    if matches!(order, ProductOrder::Cheapest(_)) { rising } else { rising.reverse() }
}

fn passes(query: &ProductQuery, product: &Product) -> bool {
    let ProductQuery { category, brand, colour, text, price, order: _ } = query;
    category.as_ref().is_none_or(|wanted| product.categories().any(|category| category == wanted))
        && brand.as_ref().is_none_or(|wanted| product.brand.as_ref() == Some(wanted))
        && colour.as_ref().is_none_or(|wanted| product.colour.as_ref() == Some(wanted))
        && text.as_ref().is_none_or(|wanted| is_found_by(product, wanted))
        && price.is_none_or(|range| {
            let price = product.prices.get(&range.country);
            price.is_some_and(|price| (range.min..=range.max).contains(&price.amount))
        })
}

/// Whether each of the words begins one of the product's. The protocols say what words are, so that all sources agree.
fn is_found_by(product: &Product, text: &str) -> bool {
    let known = words::of_product(product);
    let wanted: Vec<_> = words::words(text).collect();
    let begins = |start: &String| known.iter().any(|word| word.starts_with(start));
    !wanted.is_empty() && wanted.iter().all(begins)
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn Error>> {
    let stock = vec![a_product("scarf".parse()?), a_product("hat".parse()?)];
    let catalogue = Arc::new(Catalogue(RwLock::new(stock)));
    let shop = Routes::new()
        .at("/products", products(catalogue.clone()))
        .at("/products/{product}", product(catalogue))
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

fn a_product(id: ProductId) -> Product {
    let today = Timestamp::from_millis(1_700_000_000_000);
    Product {
        id,
        texts: Texts::default(),
        brand: None,
        category: "Clothing".to_owned(),
        colour: None,
        prices: BTreeMap::new(),
        images: Vec::new(),
        shop: None,
        version: Version::FIRST,
        created: today,
        modified: today,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn fresh() -> Box<Catalogue> {
        Box::default()
    }

    ogrom_protocols_fashion_contract::contract_tests!(
        #[tokio::test]
        fresh,
        of[product]
    );
}
