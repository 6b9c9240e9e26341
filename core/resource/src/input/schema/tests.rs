//! The checker names every fault with its place, and agrees with an independent implementation.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::json;

use super::*;
use crate::Invalid;

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema matters")]
struct Outfit {
    #[schemars(length(min = 1, max = 5))]
    title: Option<String>,
    #[schemars(length(max = 2))]
    line_items: Vec<Item>,
    season: Option<Season>,
    prices: Option<BTreeMap<String, u8>>,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema matters")]
struct Item {
    #[schemars(range(min = 0.0, max = 1.0))]
    x: f64,
    layer: i32,
    #[schemars(extend("exclusiveMinimum" = 0))]
    size: Option<f64>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Season {
    Summer,
    /// With snow.
    Winter,
}

fn faults(value: &Value) -> Vec<(String, &'static str, String)> {
    let place = |fault: &Invalid| match &fault.place {
        crate::Location::Pointer(place)
        | crate::Location::Parameter(place)
        | crate::Location::Header(place) => place.clone(),
    };
    Checker::of::<Outfit>()
        .check(value)
        .listed()
        .iter()
        .map(|fault| (place(fault), fault.code, fault.message.clone()))
        .collect()
}

#[test]
fn every_fault_is_named_at_once() {
    let body = json!({
        "title": "", "lineItems": [{"x": 2, "layer": "top", "size": 0}, {}, {"x": 0, "layer": 0}], "season": "spring",
        "seasn": 1, "prices": {"a/b": -1}
    });
    let faults = faults(&body);
    let found: Vec<_> =
        faults.iter().map(|(at, code, message)| (at.as_str(), *code, message.as_str())).collect();
    let expected = [
        ("/title", "minLength", "must have at least 1 character"),
        ("/lineItems", "maxItems", "must have at most 2 items"),
        ("/lineItems/0/x", "maximum", "must be at most 1.0"),
        ("/lineItems/0/layer", "type", "must be an integer"),
        ("/lineItems/0/size", "exclusiveMinimum", "must be over 0"),
        ("/lineItems/1/x", "required", "must be there"),
        ("/lineItems/1/layer", "required", "must be there"),
        ("/prices/a~1b", "minimum", "must be at least 0"),
        ("/season", "enum", "must be one of \"summer\", \"winter\""),
        ("/seasn", "additionalProperties", "is not known; did you mean 'season'?"),
    ];
    for fault in expected {
        assert!(found.contains(&fault), "{fault:?} is not in {found:#?}");
    }
    assert_eq!(found.len(), expected.len(), "{found:#?}");
}

#[test]
fn what_is_valid_has_no_fault() {
    let body = json!({"lineItems": [{"x": 0.5, "layer": -1}], "season": null, "prices": {"DE": 7}});
    assert_eq!(faults(&body), []);
}

#[test]
#[should_panic(expected = "the keyword 'pattern'")]
fn a_rule_that_nobody_checks_is_refused() {
    #[derive(Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its schema matters")]
    struct Coded {
        #[schemars(regex(pattern = "^a"))]
        code: String,
    }
    Checker::of::<Coded>();
}

#[test]
fn a_type_may_contain_itself() {
    #[derive(Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its schema matters")]
    struct Box {
        label: u8,
        inside: Vec<Self>,
    }
    let faults = Checker::of::<Box>().check(&json!({
        "label": 1, "inside": [{"label": 2, "inside": [{"label": "three", "inside": []}]}]
    }));
    assert_eq!(faults.listed(), [Invalid::content("/inside/0/inside/0/label", "type", "must be an integer")]);
}

#[test]
fn a_fault_far_inside_of_a_type_that_contains_itself_is_found_at_once() {
    #[derive(Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its schema matters")]
    struct Link {
        label: u8,
        next: Option<Box<Self>>,
    }
    let chain = (0..60).fold(json!({"label": "last"}), |next, _| json!({"label": 1, "next": next}));
    let faults = Checker::of::<Link>().check(&chain);
    let last = format!("{}/label", "/next".repeat(60));
    assert_eq!(faults.listed(), [Invalid::content(last, "type", "must be an integer")]);
}

#[test]
fn forms_that_contain_each_other_are_told_apart_by_their_tags() {
    #[derive(Deserialize, JsonSchema)]
    #[serde(tag = "is", rename_all = "lowercase")]
    #[expect(dead_code, reason = "only its schema matters")]
    enum Filter {
        All,
        But { inner: Box<Self> },
        Not { inner: Box<Self> },
        With(Within),
    }

    #[derive(Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its schema matters")]
    struct Within {
        inner: Box<Filter>,
    }
    let checker = Checker::of::<Filter>();
    for tag in ["but", "not", "with"] {
        let nested =
            |last: &str| (0..60).fold(json!({"is": last}), |inner, _| json!({"inner": inner, "is": tag}));
        assert!(checker.check(&nested("all")).is_empty());
        let found: Vec<_> = checker.check(&nested("none")).listed().iter().map(|fault| fault.code).collect();
        assert_eq!(found, ["oneOf"], "{tag}");
    }
}

#[test]
fn forms_that_nothing_tells_apart_are_tried_once_at_each_level() {
    #[derive(Deserialize, JsonSchema)]
    #[serde(untagged)]
    #[expect(dead_code, reason = "only its schema matters")]
    enum Nested {
        End(bool),
        One { inner: Box<Self> },
        Other { inner: Box<Self> },
    }
    let checker = Checker::of::<Nested>();
    let nested = |last: Value| (0..60).fold(last, |inner, _| json!({ "inner": inner }));
    assert!(checker.check(&nested(json!(true))).is_empty());
    assert_eq!(checker.check(&nested(json!("neither"))).listed().len(), 1);
}

#[test]
fn a_rule_beside_a_reference_is_judged_too() {
    #[derive(Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its schema matters")]
    struct Name(#[schemars(length(max = 3))] String);

    #[derive(Deserialize, JsonSchema)]
    #[expect(dead_code, reason = "only its schema matters")]
    struct Person {
        #[schemars(extend("minLength" = 1))]
        first: Name,
        /// Described, and no more.
        last: Name,
    }
    let faults = Checker::of::<Person>().check(&json!({"first": "", "last": "long"}));
    let found: Vec<_> = faults.listed().iter().map(|fault| (&fault.place, fault.code)).collect();
    let place = |pointer: &str| crate::Location::Pointer(pointer.into());
    assert_eq!(found, [(&place("/first"), "minLength"), (&place("/last"), "maxLength")]);
}

/// Values that look much like an outfit, so that deep rules are reached.
fn likely() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3..4).prop_map(Value::from),
        (-2.0..2.0).prop_map(Value::from),
        "[a-z]{0,7}".prop_map(Value::from),
        Just(Value::from("summer")),
    ];
    let names = prop_oneof!["x|layer|size|title|lineItems|season|prices", "[a-z]{1,3}"];
    scalar.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names.clone(), inner, 0..5).prop_map(|members| json!(members)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn the_checker_agrees_with_the_reference(value in likely()) {
        let checker = Checker::of::<Outfit>();
        let reference = jsonschema::validator_for(schema_of::<Outfit>().as_value()).unwrap();
        prop_assert_eq!(checker.check(&value).is_empty(), reference.is_valid(&value), "{}", value);
    }
}
