//! Any text can be a parameter: the target of a link finds the texts that the link was made with.

use ogrom_core_path::{Key, LinkTo, Links, Path, decode, is_lost};
use proptest::prelude::*;
use url::Url;

use crate::{Found, Table, TableBuilder, Target};

struct Shop;
struct Review;

ogrom_core_path::path! {
    struct ReviewPath { product: String, review: String }
}

/// Texts as people write them, and as attackers do.
fn text() -> impl Strategy<Value = String> {
    let odd = "[-./%?#\\\\:;@&=+ a~é\u{0}\u{7f}\u{85}\u{2028}\u{1f600}]{0,6}";
    prop_oneof![any::<String>(), odd, "(%2[eEfF]|\\.|/){0,3}", "[\\PC]{0,40}"]
}

fn table() -> Table<(), ()> {
    let shop = || Target { key: Key::of::<Shop>(), parameters: &[], links: vec![LinkTo::of::<Review>()] };
    let review = || Target { key: Key::of::<Review>(), parameters: ReviewPath::NAMES, links: vec![] };
    let routes =
        || TableBuilder::new().at("/", shop(), ()).at("/products/{product}/reviews/{review}", review(), ());
    let guarded = TableBuilder::new().nest_guarded("/{language}", (), routes());
    TableBuilder::new().nest("/shops/{shop}", guarded).build().unwrap()
}

/// The path as a standard parser of URLs sends it, and the parameters that are found there.
fn followed(table: &Table<(), ()>, link: &str) -> Option<(String, Vec<String>)> {
    let base = Url::parse("http://shop.example/any/where").unwrap();
    let path = base.join(link).unwrap().path().to_owned();
    let Found::Leaf { captures, .. } = table.find(&path) else { return None };
    let texts = captures.iter(&path).map(|raw| Some(decode(raw)?.into_owned()));
    Some((path.clone(), texts.collect::<Option<_>>()?))
}

/// The link to a review, from the shop below these prefixes.
fn link(table: &Table<(), ()>, prefixes: &str, review: &ReviewPath) -> Option<String> {
    let path = format!("/shops/{prefixes}/");
    let Found::Leaf { leaf, captures } = table.find(&path) else { panic!("nothing is at {path}") };
    table.link(leaf, &path, &captures, Key::of::<Review>(), &|each| review.write(each))
}

fn can_be_asked_for(text: &str) -> bool {
    !matches!(text, "" | "." | "..")
}

proptest! {
    #[test]
    fn any_text_comes_back_as_it_was(product in text(), review in text()) {
        let table = table();
        let path = ReviewPath { product: product.clone(), review: review.clone() };
        let link = link(&table, "caf%C3%A9/de", &path);
        prop_assert_eq!(link.is_some(), can_be_asked_for(&product) && can_be_asked_for(&review));
        if let Some(link) = link {
            let (path, texts) = followed(&table, &link).unwrap();
            prop_assert_eq!(path, link);
            prop_assert_eq!(texts, ["café".to_owned(), "de".to_owned(), product, review]);
        }
    }

    #[test]
    fn any_text_survives_in_a_prefix(shop in text(), language in text()) {
        prop_assume!(can_be_asked_for(&shop) && can_be_asked_for(&language));
        let table = table();
        let review = ReviewPath { product: "1".to_owned(), review: "2".to_owned() };
        let prefixes = [&shop, &language].map(|text| ogrom_core_path::encode(text));
        let link = link(&table, &prefixes.join("/"), &review).unwrap();
        let (path, texts) = followed(&table, &link).unwrap();
        prop_assert_eq!(path, link);
        prop_assert_eq!(texts, [shop, language, "1".to_owned(), "2".to_owned()]);
    }

    #[test]
    fn a_segment_is_lost_exactly_where_another_parser_loses_it(segment in "(%2[eE]|\\.|a|%25|%){0,4}") {
        let url = Url::parse(&format!("http://shop.example/a/{segment}/b")).unwrap();
        let kept = url.path_segments().unwrap().nth(1).is_some_and(|kept| kept == segment);
        prop_assert_eq!(is_lost(&segment), segment.is_empty() || !kept);
    }
}

#[test]
fn a_long_text_comes_back_as_it_was() {
    let table = table();
    let review = ReviewPath { product: "é/".repeat(5_000), review: "2".to_owned() };
    let link = link(&table, "1/de", &review).unwrap();
    assert_eq!(followed(&table, &link).unwrap().1[2], review.product);
}

#[test]
fn nothing_is_where_a_step_stands_for_a_parameter() {
    let table = table();
    for step in [".", "..", "%2e", "%2E%2e", ".%2E"] {
        for path in [format!("/shops/{step}/de/"), format!("/shops/1/de/products/{step}/reviews/2")] {
            assert_eq!(table.find(&path), Found::NotFound, "{path}");
        }
    }
}
