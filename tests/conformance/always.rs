//! The rules for every response, whatever a case expects of it.

use std::collections::BTreeSet;

use ogrom_tests::conformance::{Answered, Case, Runner, walk};

use crate::{beyond, table};

/// Every case that reaches the graph, with the engine's response.
async fn answers() -> Vec<(Case, Answered)> {
    let runner = Runner::new().await.expect("a port is free");
    let mut answers = Vec::new();
    for case in table::cases().into_iter().chain(beyond::cases()).filter(|case| walk(case).is_some()) {
        let got = runner.run(&case).await.expect("a connection can be made");
        answers.push((case, got));
    }
    answers
}

/// Fails with the names of the cases for which a rule does not hold.
async fn holds(rule: impl Fn(&Case, &Answered) -> bool) {
    let answers = answers().await;
    let broken: Vec<_> = answers
        .iter()
        .filter(|(case, got)| !rule(case, got))
        .map(|(case, got)| format!("{}\n{got}", case.name))
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[tokio::test]
async fn what_is_refused_is_not_done() {
    holds(|_, got| !(got.acted && (300..500).contains(&got.status)) || got.status == 303).await;
}

#[tokio::test]
async fn reading_does_nothing() {
    let reads = ["GET", "HEAD", "OPTIONS", "TRACE"];
    holds(|case, got| !(got.acted && reads.contains(&case.request.method.as_str()))).await;
}

#[tokio::test]
async fn a_failure_is_a_problem_that_repeats_its_status() {
    holds(|case, got| {
        if got.status < 400 {
            return true;
        }
        let typed = got.header("Content-Type").as_deref() == Some("application/problem+json");
        let document: serde_json::Value = serde_json::from_slice(&got.content).unwrap_or_default();
        typed && (case.request.method == "HEAD" || document["status"] == got.status)
    })
    .await;
}

#[tokio::test]
async fn a_failure_shows_no_validators() {
    holds(|_, got| got.status < 400 || got.header("ETag").or_else(|| got.header("Last-Modified")).is_none())
        .await;
}

#[tokio::test]
async fn a_status_brings_the_fields_that_it_needs() {
    holds(|_, got| {
        let any = |names: &[&str]| names.iter().any(|name| got.header(name).is_some());
        match got.status {
            // Without a Location, the target itself was created, and the client may need no more detail.
            201 => !got.content.is_empty() || any(&["Location", "Preference-Applied"]),
            206 | 416 => any(&["Content-Range"]),
            204 | 304 => !any(&["Content-Type", "Content-Length", "Transfer-Encoding"]),
            303 | 307 | 308 => any(&["Location"]),
            401 => any(&["WWW-Authenticate"]),
            405 => any(&["Allow"]),
            415 => any(&["Accept", "Accept-Patch", "Accept-Encoding"]),
            429 | 503 => any(&["Retry-After"]),
            _ => true,
        }
    })
    .await;
}

/// RFC 9110 §9.3.2. A range is for GET alone (§14.2), so that HEAD with one is GET without.
#[tokio::test]
async fn head_is_get_without_its_content() {
    let runner = Runner::new().await.expect("a port is free");
    for mut case in table::cases().into_iter().filter(|case| case.request.method == "GET") {
        let range = |(name, _): &mut (String, String)| name.eq_ignore_ascii_case("Range");
        let ranges: Vec<_> = case.request.headers.extract_if(.., range).collect();
        let get = runner.run(&case).await.expect("a connection can be made");
        case.request.headers.extend(ranges);
        case.request.method = "HEAD".to_owned();
        let head = runner.run(&case).await.expect("a connection can be made");
        assert_eq!(fields(&head), fields(&get), "{}", case.name);
        assert_eq!(head.content, b"", "{}", case.name);
    }
}

/// The status line and the fields, in any order, but for the date. HEAD need not show that there is no content.
fn fields(answer: &Answered) -> BTreeSet<&str> {
    answer.head.lines().filter(|line| !line.starts_with("date: ") && *line != "content-length: 0").collect()
}
