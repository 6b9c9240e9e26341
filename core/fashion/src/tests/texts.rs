//! Texts in content: what is blank and what is not one line where it should be is refused, and null is the same as absent.

use serde_json::{Value, json};

use super::{Answer, App};

const LAKE: &str = "de-DE/collages/lake";
const COMMENT: &str = "de-DE/comments/c2";

/// Asks for a collage with this member, in each way that there is, and tells what is wrong with it; nothing if it is taken.
async fn collage(app: &App, name: &str, value: &Value) -> Vec<String> {
    let content = json!({ "items": [], name: value });
    let operation = json!([{ "op": "add", "path": format!("/{name}"), "value": value }]);
    let mut answers = vec![
        app.post("de-DE/collages", &content).by("lena").await,
        app.ask("POST", "de-DE/collages").cbor(&content).by("lena").await,
        app.put(LAKE, &content).by("lena").current().await,
        app.operate(LAKE, &operation).by("lena").current().await,
    ];
    // To a merge patch, null is what removes.
    if !value.is_null() {
        answers.push(app.patch(LAKE, &content).by("lena").current().await);
    }
    same(answers)
}

/// The same for a comment.
async fn comment(app: &App, name: &str, value: &Value) -> Vec<String> {
    let mut content = json!({ "text": "Schön." });
    content[name] = value.clone();
    same([
        app.post("de-DE/collages/lake/comments", &content).by("lena").await,
        app.ask("PUT", COMMENT).cbor(&content).by("lena").current().await,
        app.put(COMMENT, &content).by("lena").current().await,
    ])
}

/// The words that all responses share.
#[track_caller]
fn same(answers: impl IntoIterator<Item = Answer>) -> Vec<String> {
    let said = |answer: Answer| {
        assert!(matches!(answer.status, 200 | 201 | 422), "{answer:#?}");
        answer.errors()
    };
    let mut said: Vec<_> = answers.into_iter().map(said).collect();
    let first = said.remove(0);
    assert!(said.iter().all(|other| *other == first), "{first:?}, and then {said:?}");
    first
}

#[tokio::test]
async fn a_title_is_one_line_that_is_not_blank() {
    let app = App::new().await;
    for good in ["a", " a ", "é 👗", "\u{200b}a", "a\u{301}"] {
        assert_eq!(collage(&app, "title", &json!(good)).await, [""; 0], "{good:?}");
        assert_eq!(comment(&app, "title", &json!(good)).await, [""; 0], "{good:?}");
    }
    for blank in [" ", "\u{a0}\u{3000}", "\u{200b}", "\u{feff}\u{2060}", "\u{ad}"] {
        assert_eq!(collage(&app, "title", &json!(blank)).await, ["/title: blank"], "{blank:?}");
        assert_eq!(comment(&app, "title", &json!(blank)).await, ["/title: blank"], "{blank:?}");
    }
    for lines in
        ["a\nb", "a\r", "a\tb", "a\0b", "\u{1b}[1ma", "a\u{7f}", "a\u{85}b", "a\u{2028}b", "a\u{2029}b"]
    {
        assert_eq!(collage(&app, "title", &json!(lines)).await, ["/title: line"], "{lines:?}");
        assert_eq!(comment(&app, "title", &json!(lines)).await, ["/title: line"], "{lines:?}");
    }
}

#[tokio::test]
async fn other_texts_have_any_number_of_lines_and_are_not_blank() {
    let app = App::new().await;
    let lines = json!("Eins.\r\n\tZwei.\n\n");
    assert_eq!(collage(&app, "description", &lines).await, [""; 0]);
    assert_eq!(comment(&app, "text", &lines).await, [""; 0]);
    for blank in ["\n", " \r\n\t", "\u{a0}", "\u{200b}\n"] {
        assert_eq!(collage(&app, "description", &json!(blank)).await, ["/description: blank"], "{blank:?}");
        assert_eq!(comment(&app, "text", &json!(blank)).await, ["/text: blank"], "{blank:?}");
    }
}

#[tokio::test]
async fn null_is_the_same_as_absent() {
    let app = App::new().await;
    let refused = |name: &str, optional: bool| if optional { vec![] } else { vec![format!("/{name}: type")] };
    for (name, optional) in [("id", true), ("title", true), ("description", true), ("items", false)] {
        assert_eq!(collage(&app, name, &Value::Null).await, refused(name, optional));
        assert_eq!(app.get(LAKE).await.json.get("title"), None);
    }
    for (name, optional) in
        [("id", true), ("title", true), ("language", true), ("rating", true), ("text", false)]
    {
        assert_eq!(comment(&app, name, &Value::Null).await, refused(name, optional));
    }
    for (name, optional) in
        [("product", false), ("x", false), ("y", false), ("size", false), ("rotation", true), ("layer", true)]
    {
        let mut item = json!({ "product": "hat", "x": 0, "y": 0, "size": 1 });
        item[name] = Value::Null;
        let verdict = collage(&app, "items", &json!([item])).await;
        assert_eq!(verdict, refused(&format!("items/0/{name}"), optional));
    }
    let shown = &app.get(LAKE).await.json["items"][0];
    assert_eq!((&shown["rotation"], &shown["layer"]), (&json!(0.0), &json!(0)));
}
