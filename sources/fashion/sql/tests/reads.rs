//! How much MariaDB reads for a page: as much for one in the middle, in either direction, as for the first, and nothing like a whole table.

use std::{collections::BTreeMap, fmt::Debug};

use ogrom_protocols::{Limit, Page, PageRequest, Result};
use ogrom_protocols_fashion::{
    CollageImport, CollageOrder, CollageQuery, CollageReader, CommentImport, CommentQuery, CommentReader,
    LikeImport, LikeQuery, LikeReader, PriceRange, ProductImport, ProductOrder, ProductQuery, ProductReader,
    UserImport,
};
use ogrom_protocols_fashion_contract::data::{
    CollageData, CommentData, ProductData, a_collage, a_comment, a_like, a_product, a_user, at, context,
    parse,
};
use ogrom_sources_fashion_sql::Sql;
use ogrom_tests_mariadb::Server;

/// How many there are of everything. A multiple of it would mean that a table was read.
const MANY: i64 = 6_000;

/// How many users there are, who all like one collage. One of them likes every collage.
const FANS: i64 = 500;

/// How many rows of tables and indexes a page of 20 may cost: its own, and what is looked up for each of them.
const ENOUGH: u64 = 150;

/// A server whose counts nobody else adds to.
struct Counted {
    server: Server,
    sql: Sql,
}

// === impl Counted ===

impl Counted {
    async fn filled() -> Self {
        let server = Server::own();
        let sql = Sql::connect(&server.database()).await.expect("the server is there");
        sql.migrate().await.expect("the migrations are well-formed");
        let ctx = context();
        let users: Vec<_> = (0..FANS).map(|n| a_user(&format!("u{n}"))).collect();
        sql.import_users(&ctx, &users).await.expect("the source takes them");
        let product = |n: i64| {
            let product =
                a_product(&format!("p{n}")).named("en", &format!("Shirt {n}")).created(at(n / 1_000));
            let product = product.branded(&format!("Brand {}", n % 3)).coloured(&format!("Colour {}", n % 3));
            product.in_category("Apparel/Shirts").priced("DE", n.unsigned_abs() / 1_000)
        };
        sql.import_products(&ctx, &(0..MANY).map(product).collect::<Vec<_>>(), at(0))
            .await
            .expect("the source takes them");
        let collage = |n: i64| {
            let collage = a_collage(&format!("c{n}")).of([&*format!("p{}", n % 100 + 2), "p1"]);
            collage.owned_by(&format!("u{}", n % 3)).created(at(n / 1_000))
        };
        sql.import_collages(&ctx, &(0..MANY).map(collage).collect::<Vec<_>>())
            .await
            .expect("the source takes them");
        let comment = |n: i64| {
            let comment = a_comment(&format!("m{n}")).on(&format!("c{}", n % 3)).by(&format!("u{}", n % 50));
            comment.written_in(if n % 3 == 0 { "de" } else { "en" }).created(at(n / 1_000))
        };
        sql.import_comments(&ctx, &(0..MANY).map(comment).collect::<Vec<_>>())
            .await
            .expect("the source takes them");
        let of_collage = (0..FANS).map(|n| a_like("c0", &format!("u{n}")));
        let of_user = (1..MANY).map(|n| a_like(&format!("c{n}"), "u0"));
        sql.import_likes(&ctx, &of_collage.chain(of_user).collect::<Vec<_>>())
            .await
            .expect("the source takes them");
        Self { server, sql }
    }

    /// How many rows were read, in whatever way, and how many were sorted.
    fn counts(&self) -> BTreeMap<String, u64> {
        let text = self.server.run(
            "SHOW GLOBAL STATUS WHERE Variable_name LIKE 'Handler\\_read\\_%' OR Variable_name = 'Sort_rows'",
        );
        let line = |line: &str| {
            line.split_once('\t').map(|(name, n)| (name.to_owned(), n.parse().expect("a count")))
        };
        text.lines().filter_map(line).collect()
    }

    /// Reads the first page of a list, some further ones, and previous ones on the way back, and holds the cost of each to
    /// what is enough.
    async fn hold<T>(&self, name: impl Debug, list: impl AsyncFn(PageRequest) -> Result<Page<T>>) {
        let mut cursor = None;
        for page in 0..11 {
            let limit = Limit::new(if page % 2 == 0 { 20 } else { 100 }).expect("from 1 to 100");
            let before = self.counts();
            let answer = list(PageRequest { limit, cursor }).await.expect("the source answers");
            let after = self.counts();
            assert_eq!(answer.items.len(), limit.get(), "{name:?}");
            cursor = if page < 7 { answer.next } else { answer.prev };
            let cost: BTreeMap<_, _> = after.iter().map(|(name, n)| (name, n - before[name])).collect();
            if page % 2 == 0 {
                let sum = cost.values().sum::<u64>();
                assert!(sum <= ENOUGH, "{name:?}, page {page}, costs {sum}: {cost:#?}");
            }
        }
    }
}

#[tokio::test]
async fn lists_in_the_order_of_an_index_read_what_they_show() {
    let store = Counted::filled().await;
    let ctx = context();
    let de = parse("DE");
    let product = ProductQuery::default();
    let products = [
        product.clone(),
        ProductQuery { brand: Some("Brand 1".into()), ..product.clone() },
        ProductQuery { colour: Some("Colour 1".into()), ..product.clone() },
        ProductQuery { category: Some("Apparel".into()), ..product.clone() },
        ProductQuery { order: ProductOrder::Cheapest(de), ..product.clone() },
        ProductQuery { order: ProductOrder::Dearest(de), ..product.clone() },
        ProductQuery {
            order: ProductOrder::Dearest(de),
            price: Some(PriceRange { country: de, min: 2, max: 4 }),
            ..product
        },
    ];
    for query in &products {
        store.hold(query, async |page| store.sql.products(&ctx, query, &page).await).await;
    }
    let changes = async |page: PageRequest| {
        let items = store.sql.product_changes(&ctx, &page).await?;
        let next = items.last().map(|last| last.cursor.clone());
        Ok(Page { items, next, prev: None })
    };
    store.hold("changes of products", changes).await;
    let owner = Some(parse("u1"));
    let newest = CollageQuery::default();
    let liked = CollageQuery { order: CollageOrder::MostLiked, ..newest.clone() };
    let collages = [
        newest.clone(),
        CollageQuery { owner: owner.clone(), ..newest.clone() },
        CollageQuery { product: Some(parse("p1")), ..newest },
        liked.clone(),
        CollageQuery { owner, ..liked },
    ];
    for query in &collages {
        store.hold(query, async |page| store.sql.collages(&ctx, query, &page).await).await;
    }
    let all = CommentQuery::default();
    let (collage, language) = (Some(parse("c0")), Some(parse("de")));
    let comments = [
        all.clone(),
        CommentQuery { collage: collage.clone(), ..all.clone() },
        CommentQuery { language: language.clone(), ..all.clone() },
        CommentQuery { collage, language },
    ];
    for query in &comments {
        store.hold(query, async |page| store.sql.comments(&ctx, query, &page).await).await;
    }
    for query in [LikeQuery::OfCollage(parse("c0")), LikeQuery::OfUser(parse("u0"))] {
        store.hold(&query, async |page| store.sql.likes(&ctx, &query, &page).await).await;
    }
}

#[tokio::test]
async fn the_likes_of_a_user_among_collages_are_looked_up_one_by_one() {
    let store = Counted::filled().await;
    let ctx = context();
    let collages: Vec<_> = (0..100).map(|n| parse(&format!("c{}", n * 50))).collect();
    let before = store.counts();
    let likes = store.sql.likes_among(&ctx, &parse("u0"), &collages).await.expect("the source answers");
    let after = store.counts();
    assert_eq!(likes.len(), 100);
    let cost: u64 = after.iter().map(|(name, n)| n - before[name]).sum();
    assert!(cost <= 250, "100 likes cost {cost}");
}
