//! Every operation of the route table has a test, and that test calls the operation that it is named after.

use std::collections::BTreeSet;

use ogrom_tests::{
    app::TestApp,
    client::{Exercised, take_exercised},
};

use crate::{collages, comments, docs, document, feeds, home, index, locales, problems, products, users};

type Test = fn();

/// Every operation, with the test that shows it at work. HEAD and OPTIONS are those of `every_endpoint`.
const OPERATIONS: [(&str, &str, Test); 40] = [
    ("GET", "/", home::it_leads_to_the_locales),
    ("GET", "/docs/", docs::it_leads_to_all_that_explains_the_api),
    ("GET", "/docs/decisions", docs::its_files_are_what_they_are_said_to_be),
    ("GET", "/docs/graph.svg", docs::its_files_are_what_they_are_said_to_be),
    ("GET", "/docs/page.css", docs::its_files_are_what_they_are_said_to_be),
    ("GET", "/docs/scripts/{module}", docs::its_files_are_what_they_are_said_to_be),
    ("GET", "/openapi-3.0.json", document::each_form_is_served_to_pages_of_all_origins),
    ("GET", "/openapi-full.json", document::each_form_is_served_to_pages_of_all_origins),
    ("GET", "/openapi.json", document::it_describes_the_service_and_is_told_apart_by_its_tag),
    ("GET", "/openapi.yaml", document::each_form_is_served_to_pages_of_all_origins),
    ("GET", "/postman.json", document::each_form_is_served_to_pages_of_all_origins),
    ("GET", "/problems/", problems::all_are_listed_and_lead_to_their_pages),
    ("GET", "/problems/{problem}", problems::the_type_of_a_problem_leads_to_what_it_means),
    ("GET", "/v1/", locales::all_are_listed_and_lead_to_their_entry_points),
    ("GET", "/v1/{locale}/", index::it_leads_to_every_list),
    ("GET", "/v1/{locale}/products", products::the_newest_come_first),
    ("GET", "/v1/{locale}/products/{product}", products::it_has_the_texts_and_the_price_of_the_locale),
    ("GET", "/v1/{locale}/feeds/products", feeds::all_products_come_in_the_order_of_the_list),
    (
        "GET",
        "/v1/{locale}/feeds/products/changes",
        feeds::a_cut_export_of_changes_goes_on_after_its_last_line,
    ),
    ("GET", "/v1/{locale}/collages", collages::the_newest_or_the_most_liked_come_first),
    ("POST", "/v1/{locale}/collages", collages::a_new_one_is_posted_and_posting_again_makes_another),
    ("GET", "/v1/{locale}/collages/{collage}", collages::it_shows_its_products_in_the_locale),
    ("PUT", "/v1/{locale}/collages/{collage}", collages::it_is_replaced),
    ("PATCH", "/v1/{locale}/collages/{collage}", collages::it_is_changed_in_part),
    ("DELETE", "/v1/{locale}/collages/{collage}", collages::it_is_deleted_once),
    ("GET", "/v1/{locale}/collages/{collage}/comments", collages::the_newest_comments_come_first),
    (
        "POST",
        "/v1/{locale}/collages/{collage}/comments",
        collages::a_comment_is_written_in_the_language_of_the_locale,
    ),
    ("GET", "/v1/{locale}/collages/{collage}/likes", collages::its_likes_are_listed),
    ("GET", "/v1/{locale}/collages/{collage}/likes/{user}", collages::a_like_is_there_until_it_is_taken_back),
    ("PUT", "/v1/{locale}/collages/{collage}/likes/{user}", collages::liking_is_idempotent),
    ("DELETE", "/v1/{locale}/collages/{collage}/likes/{user}", collages::taking_a_like_back_is_idempotent),
    ("GET", "/v1/{locale}/comments", comments::the_newest_in_the_language_of_the_locale_come_first),
    ("GET", "/v1/{locale}/comments/{comment}", comments::it_says_who_wrote_it),
    ("PUT", "/v1/{locale}/comments/{comment}", comments::it_is_replaced),
    ("DELETE", "/v1/{locale}/comments/{comment}", comments::it_is_deleted_once),
    ("GET", "/v1/{locale}/me", users::the_caller_is_told_who_they_are),
    ("GET", "/v1/{locale}/users", users::those_are_listed_who_are_asked_for),
    ("GET", "/v1/{locale}/users/{user}", users::a_user_is_there_with_links),
    ("GET", "/v1/{locale}/users/{user}/collages", users::a_users_are_the_users_own),
    ("GET", "/v1/{locale}/users/{user}/likes", users::the_likes_of_a_user_are_listed),
];

#[test]
fn every_operation_has_a_test() {
    let app = TestApp::start();
    let leaves = app.leaves();
    let there = leaves.iter().flat_map(|(template, methods)| {
        let told = methods.split(", ").filter(|method| !matches!(*method, "HEAD" | "OPTIONS"));
        told.map(|method| (method, &**template))
    });
    let tested: BTreeSet<_> = OPERATIONS.iter().map(|(method, template, _)| (*method, *template)).collect();
    assert_eq!(tested, there.collect());
    assert_eq!(tested.len(), OPERATIONS.len(), "an operation is listed twice");
}

#[test]
fn every_one_of_these_tests_does_what_it_is_listed_for() {
    for (method, template, test) in OPERATIONS {
        take_exercised();
        test();
        let asked = take_exercised();
        let done = |asked: &Exercised| {
            asked.method == method
                && asked.status < 400
                && asked.status != 304
                && matches(template, &asked.path)
        };
        assert!(asked.iter().any(done), "the test listed for {method} {template} never does it with success");
    }
}

/// Whether a path is one of a template.
fn matches(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    let fits =
        |(wanted, given): (&&str, &&str)| wanted == given || (wanted.starts_with('{') && !given.is_empty());
    template.len() == path.len() && template.iter().zip(&path).all(fits)
}
