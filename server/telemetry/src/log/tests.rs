//! The form of lines.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use ogrom_protocols::Context;
use ogrom_sources_decorate::{Access, Call, Instrumented, Policy};
use serde_json::{Value, json};
use tracing::Level;

use super::{
    events::Events,
    line::{Form, Line},
    with_request_id,
};

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
        line.address("proxy", "192.0.2.130".parse().unwrap());
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
            "value": value, "number": 7, "client": "::1", "proxy": "192.0.2.130", "cut": true,
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
        "2026-11-21T07:34:58.000042Z  WARN it \\\"happened\\\" value=\"two words\" number=7 client=::1 proxy=192.0.2.130 cut=true\n"
    );
    assert!(line(Form::Text { colours: true }, "x").contains("\u{1b}[33m WARN\u{1b}[0m"));
}

/// Where the lines of a test go.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Warns while it is asked.
struct Warns;

impl Policy for Warns {
    async fn apply<T: Send>(
        &self,
        _: Call,
        _: &Context,
        inner: impl Future<Output = ogrom_protocols::Result<T>> + Send,
    ) -> ogrom_protocols::Result<T> {
        tracing::warn!("slow");
        inner.await
    }
}

#[tokio::test]
async fn what_is_logged_of_a_question_names_it_and_its_request() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber =
        tracing_subscriber::fmt().event_format(Events).with_writer(move || writer.clone()).finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    let (policies, call) = ((Instrumented, Warns), Call::new("user", "user_by_id", Access::Read));
    let context = Context::new("r1", Arc::new("en-GB; GBP".parse().unwrap()));
    policies.apply(call, &context, async { Ok(()) }).await.unwrap();
    with_request_id("r2".into(), policies.apply(call, &context, async { Ok(()) })).await.unwrap();
    tracing::warn!("calm");
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let said: Vec<_> =
        lines.iter().map(|line| [&line["message"], &line["request_id"], &line["call"]]).collect();
    assert_eq!(
        said,
        [
            [&json!("slow"), &json!("r1"), &json!("user_by_id")],
            [&json!("slow"), &json!("r2"), &json!("user_by_id")],
            [&json!("calm"), &Value::Null, &Value::Null],
        ]
    );
}
