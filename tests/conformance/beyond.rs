//! Cases beyond format 1: the edges that only a resource with unusual behaviour takes.

use ogrom_tests::conformance::{Access, Beyond, Case, Expect, Request, Script, Statuses, Value, Verb};

use crate::table;

/// A case of a resource with every method and the tag `"v1"`.
fn case(name: &str, beyond: Beyond, method: &str, condition: Option<&str>, status: u16) -> Case {
    let methods = vec![Verb::Get, Verb::Put, Verb::Post, Verb::Patch, Verb::Delete];
    let content_type = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
    let mut headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
    headers.extend(condition.map(|tag| ("If-Match".to_owned(), tag.to_owned())));
    let body = matches!(method, "PUT" | "POST" | "PATCH").then(|| "{}".to_owned());
    Case {
        name: name.to_owned(),
        resource: Script {
            methods,
            etag: Some("\"v1\"".to_owned()),
            beyond: Some(beyond),
            ..Script::default()
        },
        request: Request { method: method.to_owned(), path: "/subject".to_owned(), headers, body },
        expect: Expect { status: Some(Statuses::One(status)), acted: Some(false), ..Expect::default() },
    }
}

/// The same case, with a field that the response must have.
fn says(mut case: Case, name: &str, value: &str) -> Case {
    case.expect.headers.insert(name.to_owned(), Value::Text(value.to_owned()));
    case
}

pub(crate) fn cases() -> Vec<Case> {
    use Beyond::{Invalid, Malformed, Nowhere, Permits, Stale};
    let challenge = "Bearer realm=\"conformance\"";
    let mut cases = vec![
        case("PUT below what is not there creates nothing", Nowhere, "PUT", None, 404),
        case("a search that cannot be made is 400", Malformed, "GET", None, 400),
        says(
            case("what was found may need credentials", Permits(Access::Unauthenticated), "PUT", None, 401),
            "www-authenticate",
            challenge,
        ),
        case("what was found may be forbidden", Permits(Access::Forbidden), "DELETE", None, 403),
        case("403 of what was found comes before 412", Permits(Access::Forbidden), "PUT", Some("\"x\""), 403),
        says(
            case("what was found may be asked too often", Permits(Access::Limited(8)), "GET", None, 429),
            "retry-after",
            "8",
        ),
        case("412 comes before what only the action can tell", Invalid, "PUT", Some("\"x\""), 412),
    ];
    for method in ["PUT", "POST", "PATCH", "DELETE"] {
        let name = |words: &str| format!("{method} {words}");
        cases.extend([
            case(&name("that only the action can judge may be 422"), Invalid, method, None, 422),
            case(&name("of what changes meanwhile is 409 without a condition"), Stale, method, None, 409),
            case(&name("of what changes meanwhile is 412 with one"), Stale, method, Some("\"v1\""), 412),
        ]);
    }
    let mut unauthenticated = case("401 names a challenge", Stale, "GET", None, 401);
    unauthenticated.resource = Script { access: Access::Unauthenticated, ..Script::default() };
    cases.push(says(unauthenticated, "www-authenticate", challenge));
    cases
}

#[tokio::test]
async fn every_case_beyond_the_format_holds() {
    let failures = table::failures(&cases()).await;
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
