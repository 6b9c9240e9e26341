//! What a line looks like.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use tracing::Level;

use super::line::{Form, Line};

/// 2026-11-21T07:34:58.000042Z.
fn at() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::new(1_795_246_498, 42_000)
}

fn line(form: Form, value: &str) -> String {
    let mut text = String::new();
    Line::write(&mut text, form, (Level::WARN, at()), |line| {
        line.message("it \"happened\"");
        line.text("value", value);
        line.number("number", 7_u64);
        line.address("client", "::1".parse().unwrap());
        line.raw("cut", "true");
    });
    text
}

#[test]
fn a_line_is_an_object_whatever_its_texts_hold() {
    for value in [
        "plain",
        "",
        "\"quoted\\\"",
        "two\nlines\r\n",
        "\u{1b}[31mred\u{9b}31m\u{7f}",
        "größer, 衣, 👗",
        "\0",
    ] {
        let text = line(Form::Json, value);
        let (line, rest) = text.split_once('\n').unwrap();
        assert_eq!(rest, "");
        let expected = json!({
            "time": "2026-11-21T07:34:58.000042Z", "level": "WARN", "message": "it \"happened\"",
            "value": value, "number": 7, "client": "::1", "cut": true,
        });
        assert_eq!(serde_json::from_str::<Value>(line).unwrap(), expected);
    }
}

#[test]
fn nothing_in_a_line_controls_a_terminal() {
    for form in [Form::Json, Form::Text { colours: false }] {
        let text = line(form, "\u{1b}[31mred\u{9b}31m\u{7f}\n\r\0");
        assert_eq!(text.chars().filter(|c| c.is_control()).count(), 1, "{text:?}");
        assert!(text.ends_with('\n'));
    }
}

#[test]
fn people_read_text() {
    assert_eq!(
        line(Form::Text { colours: false }, "two words"),
        "2026-11-21T07:34:58.000042Z  WARN it \\\"happened\\\" value=\"two words\" number=7 client=::1 cut=true\n"
    );
    assert!(line(Form::Text { colours: true }, "x").contains("\u{1b}[33m WARN\u{1b}[0m"));
}
