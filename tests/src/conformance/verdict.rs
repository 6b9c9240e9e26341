//! Compares the received response with the expected one.

use std::collections::BTreeSet;

use super::{Answered, Case, Expect, Value};

/// All differences between a response and the expectation of its case; nothing if the case passes.
pub fn disagreements(case: &Case, got: &Answered) -> Vec<String> {
    let Expect { status, headers, without, acted } = &case.expect;
    let mut found = Vec::new();
    if let Some(status) = status.as_ref().filter(|status| !status.allow(got.status)) {
        found.push(format!("status: expected {status}, got {}", got.status));
    }
    for (name, expected) in headers {
        match got.header(name) {
            None => found.push(format!("{name}: expected {expected:?}, got none")),
            Some(value) if !agrees(name, expected, &value) => {
                found.push(format!("{name}: expected {expected:?}, got {value:?}"));
            }
            Some(_) => {}
        }
    }
    for name in without {
        if let Some(value) = got.header(name) {
            found.push(format!("{name}: expected none, got {value:?}"));
        }
    }
    if let Some(acted) = acted.filter(|acted| *acted != got.acted) {
        found.push(format!("acted: expected {acted}, got {}", got.acted));
    }
    found.extend(content_where_none_may_be(&case.request.method, got));
    found
}

/// Implied in every case: RFC 9110 §9.3.2, §15.3.5, §15.4.5.
fn content_where_none_may_be(method: &str, got: &Answered) -> Option<String> {
    let empty = method == "HEAD" || matches!(got.status, 204 | 304);
    (empty && !got.content.is_empty())
        .then(|| format!("content: expected none, got {} bytes", got.content.len()))
}

fn agrees(name: &str, expected: &Value, got: &str) -> bool {
    // Names of fields do not differ by case, other members do.
    let fold = |member: &str| {
        if name.eq_ignore_ascii_case("vary") { member.to_lowercase() } else { member.to_owned() }
    };
    let set = |text: &str| members(text).into_iter().map(fold).collect::<BTreeSet<_>>();
    match expected {
        Value::Text(text) => text == got || set(text) == set(got),
        Value::Members(list) => list.iter().map(|member| fold(member)).collect::<BTreeSet<_>>() == set(got),
    }
}

/// The members of a list (RFC 9110 §5.6.1). A comma between quotes separates nothing.
fn members(text: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = text.split(|c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    parts.map(str::trim).filter(|member| !member.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_a_set_and_a_comma_in_quotes_is_no_separator() {
        let text = |text: &str| Value::Text(text.to_owned());
        assert!(agrees("Allow", &text("GET, HEAD"), "HEAD,GET"));
        assert!(!agrees("allow", &text("GET, HEAD"), "GET, HEAD, PUT"));
        assert!(!agrees("allow", &text("GET"), "get"));
        assert!(agrees("vary", &text("Accept"), "accept"));
        assert!(agrees("etag", &text("\"a,b\""), "\"a,b\""));
        assert!(!agrees("etag", &text("\"a,b\""), "\"b,a\""));
        assert!(agrees("allow", &Value::Members(vec!["PUT".to_owned(), "GET".to_owned()]), "GET, PUT"));
    }
}
