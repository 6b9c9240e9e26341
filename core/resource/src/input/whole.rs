//! Whole numbers that are written as fractions: `5.0` instead of `5`.

use serde_json::Value;

/// Below it every whole number is a floating one, too, and the other way round.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes them all as integers; answers whether there were any.
pub(super) fn write(value: &mut Value) -> bool {
    match value {
        Value::Number(number) => {
            let Some(whole) = number.as_f64().filter(|_| number.is_f64()).and_then(integer) else {
                return false;
            };
            *value = whole.into();
            true
        }
        // All of them: none may be left out because another was found.
        Value::Array(items) => items.iter_mut().fold(false, |any, item| write(item) | any),
        Value::Object(members) => members.values_mut().fold(false, |any, member| write(member) | any),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "it is whole and well within the range")]
fn integer(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_whole_numbers_that_are_exact_become_integers() {
        let mut value = json!({"a": [5.0, 5.5, 5, "5.0", null], "b": {"c": -0.0, "d": 1e300}});
        assert!(write(&mut value));
        assert_eq!(value, json!({"a": [5, 5.5, 5, "5.0", null], "b": {"c": 0, "d": 1e300}}));
        assert!(!write(&mut value), "there are no more");
    }
}
