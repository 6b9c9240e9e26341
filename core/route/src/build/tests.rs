//! Tables find, link and list; and refuse routes that cannot work.

use ogrom_core_path::{Key, LinkTo, Links, Path};

use crate::{BuildErrors, Found, Table, TableBuilder, Target};

struct Shop;
struct Product;
struct Review;

ogrom_core_path::path! {
    struct ReviewPath { product: String, review: u8 }
}

fn shop() -> Target {
    Target { key: Key::of::<Shop>(), parameters: &[], links: vec![LinkTo::of::<Product>()] }
}

fn product() -> Target {
    Target { key: Key::of::<Product>(), parameters: &["product"], links: vec![LinkTo::of::<Review>()] }
}

fn review() -> Target {
    Target { key: Key::of::<Review>(), parameters: ReviewPath::NAMES, links: vec![] }
}

fn routes() -> TableBuilder<&'static str, &'static str> {
    TableBuilder::new().at("/", shop(), "shop").at("/products/{product}", product(), "product").at(
        "/products/{product}/reviews/{review}",
        review(),
        "review",
    )
}

fn value(table: &Table<&'static str, &'static str>, path: &str) -> &'static str {
    match table.find(path) {
        Found::Leaf { leaf, .. } => table.leaf(leaf).value,
        Found::Redirect(_) => "elsewhere",
        Found::NotFound => "nothing",
    }
}

fn link(table: &Table<&'static str, &'static str>, from: &str, to: Key, path: &impl Path) -> Option<String> {
    let Found::Leaf { leaf, captures } = table.find(from) else { panic!("nothing is at {from}") };
    table.link(leaf, from, &captures, to, &|each| path.write(each))
}

fn messages(result: Result<Table<&'static str, &'static str>, BuildErrors>) -> Vec<String> {
    result.unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn a_path_finds_its_leaf() {
    let table = TableBuilder::new().nest("/v1/{locale}", routes()).build().unwrap();
    for (path, expected) in [
        ("/v1/de/", "shop"),
        ("/v1/de/products/a%2Fb", "product"),
        ("/v1/de/products/1/reviews/2", "review"),
        ("/v1/de", "elsewhere"),
        ("/v1//de/products/1//", "elsewhere"),
        ("/v1/de/products", "nothing"),
        ("/v2/de/", "nothing"),
        ("", "nothing"),
    ] {
        assert_eq!(value(&table, path), expected, "{path}");
    }
}

#[test]
fn other_slashes_lead_to_the_canonical_path() {
    let table = TableBuilder::new().nest("/v1/{locale}", routes()).build().unwrap();
    for (path, canonical) in [
        ("/v1/de", "/v1/de/"),
        ("//v1/de//", "/v1/de/"),
        ("/v1/de/products/1/", "/v1/de/products/1"),
        ("/v1///de/products//1", "/v1/de/products/1"),
    ] {
        assert_eq!(table.find(path), Found::Redirect(canonical.into()), "{path}");
    }
}

#[test]
fn one_set_of_routes_links_within_each_of_its_mounts() {
    let table = TableBuilder::new().nest("/a/{x}", routes()).nest("/b", routes()).build().unwrap();
    let path = ReviewPath { product: "é/ü".into(), review: 7 };
    let to = Key::of::<Review>();
    assert_eq!(
        link(&table, "/a/1%202/products/z", to, &path).unwrap(),
        "/a/1%202/products/%C3%A9%2F%C3%BC/reviews/7"
    );
    assert_eq!(link(&table, "/b/products/z", to, &path).unwrap(), "/b/products/%C3%A9%2F%C3%BC/reviews/7");
}

#[test]
fn an_undeclared_link_is_absent_and_one_to_itself_always_there() {
    let table = routes().build().unwrap();
    let path = ReviewPath { product: "1".into(), review: 2 };
    assert_eq!(link(&table, "/", Key::of::<Review>(), &path), None);
    assert_eq!(
        link(&table, "/products/1/reviews/9", Key::of::<Review>(), &path).unwrap(),
        "/products/1/reviews/2"
    );
}

#[test]
fn guards_are_found_with_their_parameters() {
    let table = TableBuilder::new()
        .nest(
            "/v1",
            TableBuilder::new().nest_guarded(
                "/{tenant}",
                "tenant",
                TableBuilder::new().nest_guarded("/{locale}", "locale", routes()),
            ),
        )
        .build()
        .unwrap();
    let Found::Leaf { leaf, .. } = table.find("/v1/acme/de/") else { panic!() };
    assert_eq!(table.guards(leaf).collect::<Vec<_>>(), [(&"tenant", 0), (&"locale", 1)]);
    let along: Vec<_> = table.guards_along("/v1/acme/xx/nonsense").collect();
    assert_eq!(along, [(&"tenant", "acme"), (&"locale", "xx")]);
    assert_eq!(table.guards_along("/v2/acme").count(), 0);
}

#[test]
fn a_guard_has_a_parameter_to_judge() {
    let office = || TableBuilder::new().nest_guarded("/office", "staff", routes());
    for (routes, prefix) in
        [(office(), "/office"), (TableBuilder::new().nest("/{tenant}", office()), "/{tenant}/office")]
    {
        let expected = format!("the template '{prefix}' has a guard and no parameter of its own for it");
        assert_eq!(messages(routes.build()), [expected]);
    }
}

#[test]
fn leaves_are_listed_with_their_templates() {
    let table = TableBuilder::new().nest("/v1/{locale}", routes()).build().unwrap();
    let templates: Vec<_> = table.leaves().map(crate::Leaf::template).collect();
    let expected = [
        "/v1/{locale}/",
        "/v1/{locale}/products/{product}",
        "/v1/{locale}/products/{product}/reviews/{review}",
    ];
    assert_eq!(templates, expected);
}

#[test]
fn two_templates_for_the_same_paths_are_both_named() {
    let errors = messages(
        TableBuilder::new()
            .at("/products/{product}", product(), "")
            .at("/products/{id}", product(), "")
            .build(),
    );
    assert!(
        errors.iter().any(|error| error.contains("/products/{id}") && error.contains("/products/{product}")),
        "{errors:?}"
    );
}

#[test]
fn a_link_must_lead_somewhere() {
    let refused = TableBuilder::new().at("/", shop(), "").build();
    let shown = refused.as_ref().map_err(|errors| format!("{errors:?}")).err();
    assert_eq!(shown.unwrap().lines().count(), 2, "what `main` shows is a line for each");
    let message = "Shop at '/' links to Product, which is not mounted where the link could reach it: \
                   mount it, or say that it is left out, by `without::<Product>()`";
    assert_eq!(messages(refused), [message]);
    let behind = TableBuilder::new()
        .at("/", shop(), "")
        .nest("/{x}", TableBuilder::new().at("/p/{product}", product(), ""))
        .build();
    assert!(messages(behind)[0].contains("Shop at '/' links to Product"));
}

#[test]
fn a_link_can_lead_into_a_prefix_that_it_fills_in() {
    let tenants =
        Target { key: Key::of::<u8>(), parameters: &[], links: vec![LinkTo::of::<Product>().through(1)] };
    let table =
        TableBuilder::new().at("/tenants", tenants, "tenants").nest("/{tenant}", routes()).build().unwrap();
    let path = ReviewPath { product: "acme".into(), review: 7 };
    assert_eq!(link(&table, "/tenants", Key::of::<Product>(), &path).unwrap(), "/acme/products/7");
}

#[test]
fn a_link_to_what_is_left_out_on_purpose_is_absent() {
    let routes = TableBuilder::new().at("/", shop(), "shop").without(Key::of::<Product>());
    let table = TableBuilder::new().nest("/a", routes).build().unwrap();
    let path = ReviewPath { product: "1".into(), review: 2 };
    assert_eq!(link(&table, "/a/", Key::of::<Product>(), &path), None);
}

#[test]
fn a_link_must_lead_to_one_place() {
    let alike = TableBuilder::new().at("/", shop(), "").nest("/a", routes()).nest("/b", routes()).build();
    let expected = "Shop at '/' links to Product, which is mounted at [\"/a/products/{product}\", \"/b/products/{product}\"] alike";
    assert_eq!(messages(alike), [expected]);
}

#[test]
fn a_template_must_have_the_endpoints_parameters() {
    for template in ["/products/{id}", "/products", "/{a}/{product}"] {
        let routes = TableBuilder::new().at(template, Target { links: vec![], ..product() }, "").build();
        assert!(
            messages(routes)[0].starts_with(&format!("Product at '{template}' takes [\"product\"]")),
            "{template}"
        );
    }
}

#[test]
fn everything_wrong_is_said_at_once() {
    let routes = TableBuilder::new()
        .at("products", product(), "")
        .at("/", shop(), "")
        .nest("/v1/", TableBuilder::new())
        .build();
    assert_eq!(messages(routes).len(), 3);
}
