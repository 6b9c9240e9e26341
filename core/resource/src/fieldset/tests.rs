//! Which members a list of paths selects, and what is said of paths that lead nowhere.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde_json::json;

use super::*;
use crate::faults::Faults;

#[derive(Serialize, JsonSchema)]
struct Hat {
    id: String,
    price: Option<Price>,
    sizes: Vec<Size>,
    texts: BTreeMap<String, Text>,
    notes: Value,
    inside: Option<Box<Self>>,
}

#[derive(Serialize, JsonSchema)]
struct Price {
    amount: u64,
    currency: String,
}

#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum Size {
    Round { width: u8, depth: u8 },
    Named(String),
}

#[derive(Serialize, JsonSchema)]
struct Text {
    name: String,
    about: String,
}

#[derive(Serialize, JsonSchema)]
struct Page<T> {
    #[schemars(transform = page_items)]
    items: Vec<T>,
    next: Option<u8>,
}

fn hat() -> Hat {
    let text = Text { name: "Hat".into(), about: "Felt".into() };
    Hat {
        id: "hat".into(),
        price: Some(Price { amount: 100, currency: "EUR".into() }),
        sizes: vec![Size::Round { width: 1, depth: 2 }, Size::Named("any".into())],
        texts: [("en-GB".to_owned(), text)].into(),
        notes: json!({ "a": { "b": 1, "c": 2 } }),
        inside: None,
    }
}

fn selected<V: JsonSchema>(lists: &[&str]) -> std::result::Result<Fieldset, Vec<String>> {
    let (mut fieldset, mut faults) = (None, Faults::default());
    let outline = Outline::of::<V>();
    for list in lists {
        outline.select(list, &mut fieldset, &mut faults);
    }
    match fieldset {
        Some(fieldset) if faults.is_empty() => Ok(*fieldset),
        _ => Err(faults.listed().iter().map(|fault| fault.message.clone()).collect()),
    }
}

#[track_caller]
fn check(list: &str, part: &Value) {
    assert_eq!(selected::<Hat>(&[list]).unwrap().part_of(&hat()).unwrap(), *part, "{list}");
}

#[test]
fn a_name_stands_for_the_whole_member_and_a_path_for_a_part_of_it() {
    check("id", &json!({ "id": "hat" }));
    check(" id, price ,", &json!({ "id": "hat", "price": { "amount": 100, "currency": "EUR" } }));
    check("price.amount", &json!({ "price": { "amount": 100 } }));
    check("price.amount,price.currency", &json!({ "price": { "amount": 100, "currency": "EUR" } }));
    for list in ["price,price.amount", "price.amount,price"] {
        check(list, &json!({ "price": { "amount": 100, "currency": "EUR" } }));
    }
}

#[test]
fn a_path_leads_into_items_forms_maps_and_free_values() {
    check("sizes.width", &json!({ "sizes": [{ "width": 1 }, "any"] }));
    check("texts.en-GB.name", &json!({ "texts": { "en-GB": { "name": "Hat" } } }));
    check("texts.de.name", &json!({ "texts": {} }));
    check("notes.a.b", &json!({ "notes": { "a": { "b": 1 } } }));
    check("inside.inside.id", &json!({ "inside": null }));
}

#[test]
fn in_a_page_a_path_begins_in_each_item() {
    let page = Page { items: vec![hat(), hat()], next: Some(7) };
    let fieldset = selected::<Page<Hat>>(&["id", "price.amount"]).unwrap();
    let item = json!({ "id": "hat", "price": { "amount": 100 } });
    assert_eq!(fieldset.part_of(&page).unwrap(), json!({ "items": [item, item], "next": 7 }));
    assert!(fieldset.shows("price") && !fieldset.shows("sizes"));
    assert_eq!(
        selected::<Page<Hat>>(&["next"]),
        Err(vec!["'next' is not known; did you mean 'texts'?".into()])
    );
    let list = selected::<Vec<Hat>>(&["id"]).unwrap();
    assert_eq!(list.part_of(&[hat()]).unwrap(), json!([{ "id": "hat" }]));
}

#[test]
fn each_path_that_leads_nowhere_is_named() {
    for (list, message) in [
        ("prise", "'prise' is not known; did you mean 'price'?"),
        ("price.amont", "'amont' in 'price' is not known; did you mean 'amount'?"),
        ("texts.de.title", "'title' in 'texts.de' is not known"),
        ("id.x", "'x' in 'id' is not known"),
        ("price.", "'' in 'price' is not known"),
        (".", "'' is not known"),
        ("*", "'*' is not known"),
        ("", "must have at least 1 item"),
        (" ,,", "must have at least 1 item"),
    ] {
        assert_eq!(selected::<Hat>(&[list]), Err(vec![message.into()]), "{list}");
    }
    let both = selected::<Hat>(&["a.b,id,c"]).unwrap_err();
    assert_eq!(both, ["'a' is not known", "'c' is not known"]);
}

#[test]
fn neither_many_members_nor_long_and_deep_paths_cost_more() {
    let many = "id,".repeat(MOST_FIELDS + 1);
    assert_eq!(selected::<Hat>(&[&many]), Err(vec!["must have at most 100 items".into()]));
    assert!(selected::<Hat>(&[&"id,".repeat(MOST_FIELDS)]).is_ok());
    let deep = "inside.".repeat(1000);
    assert!(selected::<Hat>(&[&deep[..deep.len() - 1]]).is_err());
    let long = selected::<Hat>(&[&"x".repeat(8000)]).unwrap_err();
    assert!(long[0].len() < 200, "{long:?}");
}
