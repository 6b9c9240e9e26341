//! A document in YAML, restricted to the values of JSON.

use std::fmt::Write;

use serde_json::Value;

use crate::order::ordered;

/// A value in YAML 1.2.
pub(crate) fn yaml(value: &Value) -> String {
    let mut text = String::new();
    block(value, 0, &mut text);
    text.trim_start_matches('\n').to_owned()
}

/// Writes a value after a key or a dash: on the same line if it is short, on lines of its own if it has members.
fn block(value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            text.push('\n');
            for (name, member) in ordered(members) {
                let _ = write!(text, "{:1$}{2}:", "", depth * 2, key(name));
                block(member, depth + 1, text);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('\n');
            for item in items {
                let _ = write!(text, "{:1$}-", "", depth * 2);
                block(item, depth + 1, text);
            }
        }
        // Every other value is written in YAML as in JSON.
        other => {
            let _ = writeln!(text, " {other}");
        }
    }
}

/// A key, in quotes unless it can only be read as a text.
fn key(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"$-_".contains(&byte))
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&&*name.to_lowercase());
    if is_plain { name.to_owned() } else { Value::from(name).to_string() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_written_in_yaml() {
        let value = json!({"200": [1, {"a": "x: #y\n", "b": []}, [null]], "no": true, "plain-key": {}});
        let expected = "\"200\":\n  - 1\n  -\n    a: \"x: #y\\n\"\n    b: []\n  -\n    - null\n\"no\": true\nplain-key: {}\n";
        assert_eq!(yaml(&value), expected);
    }
}
