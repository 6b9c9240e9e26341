//! Searches find the same whether few products or many pass each filter. The contract has too few of them to tell.

use ogrom_protocols::{Error, Limit, Page, PageRequest};
use ogrom_protocols_fashion::{PriceRange, ProductImport, ProductOrder, ProductQuery, ProductReader};
use ogrom_protocols_fashion_contract::data::{ProductData, a_product, at, context, parse};
use ogrom_protocols_fashion_model::Product;
use ogrom_sources_fashion_sql::Sql;
use ogrom_tests_mariadb::Server;

/// More than twice what a search takes for few.
const PRODUCTS: u64 = 8_400;

/// Every other one is for men, the others for women, and one is for both. All are shirts; the first have sand in their
/// names too, a second word with the same beginning.
fn product(n: u64) -> Product {
    let who = if n == 4_200 { "men women" } else { ["men", "women"][usize::from(n % 2 == 1)] };
    let name = format!("{who} shirt{}", if n < 2_000 { " sand" } else { "" });
    let product = a_product(&format!("{n:04}")).named("en", &name).priced("DE", 9_000 - n).priced("AT", n);
    let product = if n.is_multiple_of(7) { product.branded("Acme") } else { product };
    Product { created: at((n % 10).cast_signed()), ..product }
}

/// Which products pass, by their number.
type Passes = fn(u64) -> bool;

/// The identifiers of the whole list, page by page. Some pages back from its end, they are the same.
async fn found(store: &Sql, query: &ProductQuery) -> Vec<String> {
    let ids =
        |page: &Page<Product>| page.items.iter().map(|product| product.id.to_string()).collect::<Vec<_>>();
    let read = async |cursor| answered(store, query, &PageRequest { limit: Limit::MAX, cursor }).await;
    let mut page = read(None).await;
    let mut found = ids(&page);
    while let Some(next) = page.next.take() {
        page = read(Some(next)).await;
        found.extend(ids(&page));
    }
    let mut end = found.len() - page.items.len();
    for _ in 0..3 {
        let Some(prev) = page.prev.take() else { break };
        page = read(Some(prev)).await;
        assert_eq!(ids(&page), found[end - 100..end], "{}", query.describe());
        end -= 100;
    }
    found
}

/// Asks again where a machine that is busy otherwise takes longer than a statement may.
async fn answered(store: &Sql, query: &ProductQuery, page: &PageRequest) -> Page<Product> {
    for _ in 0..5 {
        match store.products(&context(), query, page).await {
            Err(Error::TimedOut(_)) => {}
            answer => return answer.expect("the source answers"),
        }
    }
    panic!("it takes too long each time: {}", query.describe());
}

fn expected(order: ProductOrder, passes: Passes) -> Vec<String> {
    let mut expected: Vec<_> = (0..PRODUCTS).filter(|n| passes(*n)).collect();
    match order {
        ProductOrder::Newest => expected.sort_by_key(|n| std::cmp::Reverse((n % 10, *n))),
        ProductOrder::Cheapest(_) => expected.reverse(),
        ProductOrder::Dearest(_) => {}
    }
    expected.into_iter().map(|n| format!("{n:04}")).collect()
}

#[tokio::test]
async fn filters_that_each_let_many_pass_find_what_passes_all() {
    let directory = tempfile::tempdir().expect("tests may write to the temporary directory");
    let store = Sql::open(&directory.path().join("ogrom.db")).await.expect("the directory is there");
    import(&store).await;
    find_what_passes_all(&store).await;
}

#[tokio::test]
async fn filters_that_each_let_many_pass_find_what_passes_all_on_mariadb() {
    let server = Server::shared();
    let url = server.database();
    let store = Sql::connect(&url).await.expect("the server is there");
    import(&store).await;
    // By itself it counts rows some ten seconds later, and until then has no idea how many there are.
    let database = url.rsplit('/').next().expect("a URL ends in the database");
    let tables = ["products", "product_words", "product_prices"].map(|name| format!("{database}.{name}"));
    server.run(&format!("ANALYZE TABLE {}", tables.join(", ")));
    find_what_passes_all(&store).await;
}

async fn import(store: &Sql) {
    store.migrate().await.expect("the migrations are well-formed");
    let products: Vec<_> = (0..PRODUCTS).map(product).collect();
    store.import_products(&context(), &products, at(0)).await.expect("the source takes them");
}

async fn find_what_passes_all(store: &Sql) {
    let of = |text: &str| ProductQuery { text: Some(text.to_owned()), ..Default::default() };
    let acme = |text| ProductQuery { brand: Some("Acme".to_owned()), ..of(text) };
    let cheap = |text, max| ProductQuery {
        price: Some(PriceRange { country: parse("AT"), min: 0, max }),
        ..of(text)
    };
    let cases: [(ProductQuery, Passes); 9] = [
        (of("s"), |_| true),
        (of("men"), |n| n % 2 == 0),
        (of("men women"), |n| n == 4_200),
        (of("women shirt men"), |n| n == 4_200),
        (of("women shirt sand"), |n| n % 2 == 1 && n < 2_000),
        (of("s shirt men"), |n| n % 2 == 0),
        (acme("men women"), |n| n == 4_200),
        (cheap("men", 7_000), |n| n % 2 == 0 && n <= 7_000),
        (cheap("men women", 4_199), |_| false),
    ];
    for order in
        [ProductOrder::Newest, ProductOrder::Cheapest(parse("DE")), ProductOrder::Dearest(parse("DE"))]
    {
        for (query, passes) in &cases {
            let query = ProductQuery { order, ..query.clone() };
            assert!(found(store, &query).await == expected(order, *passes), "{}", query.describe());
        }
    }
}
