//! The verdict is tested: a wrong response is found to be wrong.

use ogrom_tests::conformance::{Case, Existence, Script, Statuses, Value};

use crate::table;

/// A case with every possible key, and that holds.
fn sound() -> Case {
    let line = r#"{"name":"sound","resource":{"methods":["GET","PUT"],"etag":"\"v1\""},
        "request":{"method":"PUT","headers":[["Content-Type","application/json"],["If-Match","\"v1\""]],"body":"{}"},
        "expect":{"status":204,"without":["etag"],"acted":true}}"#;
    serde_json::from_str(line).expect("the case is in format 1")
}

async fn fails(case: Case) -> bool {
    !table::failures(&[case]).await.is_empty()
}

#[tokio::test]
async fn a_wrong_expectation_is_found() {
    assert!(!fails(sound()).await);
    let mut status = sound();
    status.expect.status = Some(Statuses::Any(vec![200, 201]));
    let mut header = sound();
    header.expect.headers.insert("Location".to_owned(), Value::Text("/a".to_owned()));
    let mut without = sound();
    without.expect.without.push("date".to_owned());
    let mut acted = sound();
    acted.expect.acted = Some(false);
    for wrong in [status, header, without, acted] {
        assert!(fails(wrong.clone()).await, "{:?}", wrong.expect);
    }
}

#[tokio::test]
async fn a_wrong_resource_is_found() {
    let wrong: [fn(&mut Script); 5] = [
        |script| script.etag = Some("\"v2\"".to_owned()),
        |script| script.methods.truncate(1),
        |script| script.existence = Existence::Gone,
        |script| script.max_body = 1,
        |script| script.conflict = true,
    ];
    for wrong in wrong {
        let mut case = sound();
        wrong(&mut case.resource);
        assert!(fails(case.clone()).await, "{:?}", case.resource);
    }
}

#[tokio::test]
async fn a_table_of_another_resource_fails_at_large() {
    let mut cases = table::cases();
    for case in &mut cases {
        case.resource.existence = Existence::Found;
        case.resource.etag = Some("\"other\"".to_owned());
        case.resource.last_modified = None;
    }
    let failed = table::failures(&cases).await.len();
    assert!(failed > 100, "only {failed} cases noticed");
}
