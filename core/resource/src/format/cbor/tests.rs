//! The values are those that an independent reader reads. Forms that it is lax about are refused.

use ciborium::Value as Cbor;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{Invalid, format::json as other_format};

/// An item as its writer chooses to write it: with lengths or in chunks, numbers short or long.
fn written(item: &Value, choices: &mut impl Iterator<Item = u8>) -> Vec<u8> {
    let chosen = choices.next().unwrap_or_default();
    match item {
        Value::Null => vec![0xf6],
        Value::Bool(truth) => vec![0xf4 + u8::from(*truth)],
        Value::Number(number) if number.is_f64() => {
            [&[0xfb][..], &number.as_f64().unwrap().to_bits().to_be_bytes()].concat()
        }
        Value::Number(number) => match number.as_u64() {
            Some(number) => head(0, number, chosen),
            None => head(1, u64::try_from(!number.as_i64().unwrap()).unwrap(), chosen),
        },
        Value::String(text) if chosen.is_multiple_of(2) => {
            [head(3, text.len() as u64, chosen), text.clone().into_bytes()].concat()
        }
        Value::String(text) => {
            let chunk = |c: char| [head(3, c.len_utf8() as u64, chosen), c.to_string().into_bytes()].concat();
            [vec![0x7f], text.chars().flat_map(chunk).collect(), vec![BREAK]].concat()
        }
        Value::Array(items) => {
            let content = items.iter().flat_map(|item| written(item, choices)).collect();
            enclosed(4, items.len(), content, chosen)
        }
        Value::Object(members) => {
            let mut content = Vec::new();
            for (name, member) in members {
                content.extend(written(&name.as_str().into(), choices));
                content.extend(written(member, choices));
            }
            enclosed(5, members.len(), content, chosen)
        }
    }
}

fn enclosed(major: u8, length: usize, content: Vec<u8>, chosen: u8) -> Vec<u8> {
    if chosen.is_multiple_of(2) {
        return [head(major, length as u64, chosen), content].concat();
    }
    [vec![(major << 5) | 31], content, vec![BREAK]].concat()
}

/// The head of an item, whose argument is written at least as long as chosen.
fn head(major: u8, argument: u64, chosen: u8) -> Vec<u8> {
    let needed = [24, 1 << 8, 1 << 16, 1 << 32].iter().filter(|limit| argument >= **limit).count();
    let bytes = argument.to_be_bytes();
    match needed.max(usize::from(chosen / 2 % 5)) {
        0 => vec![(major << 5) | bytes[7]],
        size => {
            let info = 23 + u8::try_from(size).unwrap();
            [&[(major << 5) | info][..], &bytes[8 - (1 << (size - 1))..]].concat()
        }
    }
}

fn values() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no other", |number| number.is_finite()).prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    scalar.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[a-c]{0,2}", inner, 0..5)
                .prop_map(|members| members.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

/// Bytes that are CBOR more often than not.
fn likely() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        any::<u8>(),
        0x00..=0x1b_u8,
        0x60..=0x63_u8,
        0x80..=0x82_u8,
        0xa0..=0xa2_u8,
        Just(0x5f),
        Just(0x7f),
        Just(0x9f),
        Just(0xbf),
        Just(0xc2),
        Just(0xf9),
        Just(BREAK),
    ];
    prop::collection::vec(byte, 0..24)
}

/// The value that another reader reads from bytes, as far as JSON could say it.
fn other(item: &Cbor) -> Option<Value> {
    Some(match item {
        Cbor::Null => Value::Null,
        Cbor::Bool(truth) => (*truth).into(),
        Cbor::Integer(number) => u64::try_from(*number)
            .map(Value::from)
            .or_else(|_| i64::try_from(*number).map(Value::from))
            .ok()?,
        Cbor::Float(number) => Number::from_f64(*number)?.into(),
        Cbor::Text(text) => text.clone().into(),
        Cbor::Array(items) => items.iter().map(other).collect::<Option<Vec<_>>>()?.into(),
        Cbor::Map(members) => {
            let member = |(name, member): &(Cbor, Cbor)| Some((name.as_text()?.to_owned(), other(member)?));
            members.iter().map(member).collect::<Option<Map<_, _>>>()?.into()
        }
        Cbor::Tag(SELF_DESCRIBED, item) => other(item)?,
        _ => return None,
    })
}

proptest! {
    #[test]
    fn a_value_is_read_however_it_is_written(
        value in values(),
        choices in prop::collection::vec(any::<u8>(), 64),
    ) {
        let content = written(&value, &mut choices.into_iter());
        prop_assert_eq!(read(&content), Ok(value));
    }

    #[test]
    fn what_breaks_off_or_goes_on_is_refused(value in values(), cut in any::<prop::sample::Index>()) {
        let mut content = written(&value, &mut std::iter::empty());
        prop_assert!(read(&content[..cut.index(content.len())]).is_err());
        content.push(0);
        prop_assert!(read(&content).is_err());
    }

    #[test]
    fn what_is_taken_means_the_same_to_another_reader(content in likely()) {
        if let Ok(value) = read(&content) {
            // A number of any length that is not the shortest is another kind of item to it.
            let item: Result<Cbor, _> = ciborium::from_reader(&content[..]);
            if let Some(meant) = item.ok().as_ref().and_then(other) {
                prop_assert_eq!(meant, value);
            }
        }
    }
}

#[test]
fn a_number_of_16_bits_is_what_the_standard_says() {
    // RFC 8949, appendix A.
    for (bits, number) in [
        (0x0000, 0.0),
        (0x8000, -0.0),
        (0x3c00, 1.0),
        (0x3e00, 1.5),
        (0x7bff, 65_504.0),
        (0x0001, 5.960_464_477_539_063e-8),
        (0x0400, 0.000_061_035_156_25),
        (0xc400, -4.0),
        (0x7c00, f64::INFINITY),
        (0xfc00, f64::NEG_INFINITY),
    ] {
        assert_eq!(half(bits).to_bits(), f64::to_bits(number), "{bits:#x}");
    }
    assert!(half(0x7e00).is_nan());
}

#[test]
fn it_has_as_many_levels_as_json() {
    let nested = |levels: usize| [vec![0x81; levels], vec![0x00]].concat();
    let json = |levels: usize| format!("{}0{}", "[".repeat(levels), "]".repeat(levels));
    for (levels, fits) in [(127, true), (128, false), (60_000, false)] {
        assert_eq!(read(&nested(levels)).is_ok(), fits, "{levels}");
        assert_eq!(other_format::read(json(levels).as_bytes()).is_ok(), fits, "{levels}");
    }
}

#[test]
fn the_place_of_what_is_there_twice_is_told() {
    let refused = read(b"\xa1\x61a\x82\x00\xa2\x62/~\x01\x62/~\x02").unwrap_err();
    assert_eq!(refused.fault(), Invalid::content("/a/1/~1~0", "repeated", "is there more than once"));
    assert_eq!(read(b"\xa1\x61a\x01").unwrap(), json!({"a": 1}));
}
