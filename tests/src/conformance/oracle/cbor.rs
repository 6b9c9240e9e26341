//! As much of CBOR (RFC 8949 §3) as the oracle needs: how long a value is, and whether text is one.

use serde_json::Value;

/// How many bytes a value takes. A fraction is taken for the longest that there is.
pub(super) fn length(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 1,
        Value::Number(number) => {
            let negative = || number.as_i64().map(|number| number.unsigned_abs() - 1);
            head(number.as_u64().or_else(negative).unwrap_or(u64::MAX))
        }
        Value::String(text) => string(text),
        Value::Array(items) => head(items.len() as u64) + items.iter().map(length).sum::<usize>(),
        Value::Object(members) => {
            let each = members.iter().map(|(name, member)| string(name) + length(member));
            head(members.len() as u64) + each.sum::<usize>()
        }
    }
}

fn string(text: &str) -> usize {
    head(text.len() as u64) + text.len()
}

/// §3: a small number is in the first byte, a larger one follows it.
fn head(number: u64) -> usize {
    match number {
        0..24 => 1,
        24..0x100 => 2,
        0x100..0x1_0000 => 3,
        0x1_0000..0x1_0000_0000 => 5,
        _ => 9,
    }
}

/// Whether these bytes are one value and nothing after it. A case sends text, and of all UTF-8 only short numbers and
/// short texts are possible.
pub(super) fn is_one_value(bytes: &[u8]) -> bool {
    let Some((first, rest)) = bytes.split_first() else { return false };
    match first {
        0x00..0x18 | 0x20..0x38 => rest.is_empty(),
        0x18 | 0x38 => rest.len() == 1,
        0x60..0x78 => rest.len() == usize::from(first - 0x60),
        _ => false,
    }
}
