//! The common behaviour of all lists.

use std::collections::HashSet;

use ogrom_tests::app::TestApp;

/// Every list, with how many items it has; some with a query.
const LISTS: [(&str, usize); 10] = [
    ("en-GB/products", 50),
    ("en-GB/products?sort=price", 49),
    ("de-DE/products?sort=-price", 50),
    ("en-GB/products?text=wool", 4),
    ("en-GB/collages", 14),
    ("en-GB/collages?sort=likes", 14),
    ("en-GB/collages/market-morning/comments", 8),
    ("de-DE/comments", 26),
    ("fr-FR/comments", 20),
    ("en-GB/users/lena/collages", 3),
];

fn with(list: &str, parameter: &str) -> String {
    format!("{list}{}{parameter}", if list.contains('?') { '&' } else { '?' })
}

#[test]
fn followed_to_the_end_they_show_each_item_once() {
    let app = TestApp::start();
    for (list, count) in LISTS {
        let whole = app.ids(&with(list, "limit=100"));
        assert_eq!(whole.len(), count, "{list}: {whole:?}");
        assert_eq!(whole.iter().collect::<HashSet<_>>().len(), count, "{list}");
        for limit in [1, 2, 3, count] {
            assert_eq!(app.ids(&with(list, &format!("limit={limit}"))), whole, "{list}, {limit} at a time");
        }
    }
}

#[test]
fn a_link_keeps_the_query_and_a_page_has_as_many_as_asked_for() {
    let app = TestApp::start();
    for (list, _) in LISTS {
        let page = app.get(&with(list, "limit=2")).is(200);
        assert_eq!(page.json["items"].as_array().map(Vec::len), Some(2), "{list}");
        let cursor = page.json["next"].as_str().expect("there is more");
        assert_eq!(page.next(), Some(format!("/v1/{}&cursor={cursor}", with(list, "limit=2"))), "{list}");
    }
}

#[test]
fn from_the_end_back_to_the_beginning_the_pages_are_the_same() {
    let app = TestApp::start();
    for (list, _) in LISTS {
        let first = with(list, "limit=3");
        let mut pages = vec![app.get(&first).is(200)];
        while let Some(next) = pages[pages.len() - 1].next() {
            pages.push(app.get(&next).is(200));
        }
        assert_eq!((pages[0].link("prev"), pages[0].link("first")), (None, None), "{list}");
        let mut page = pages.pop().expect("a list has a page");
        for expected in pages.iter().rev() {
            let prev = page.link("prev").unwrap_or_else(|| panic!("{list}: {page:#?}"));
            let cursor = page.json["prev"].as_str().expect("there is one before");
            assert_eq!(prev, format!("/v1/{first}&cursor={cursor}"), "{list}");
            assert_eq!(page.link("first"), Some(format!("/v1/{first}")), "{list}");
            page = app.get(&prev).is(200);
            assert_eq!(
                (&page.json["items"], page.next()),
                (&expected.json["items"], expected.next()),
                "{list}"
            );
        }
        assert_eq!(page.link("prev"), None, "{list}");
    }
}

#[test]
fn a_limit_out_of_its_range_is_refused() {
    let app = TestApp::start();
    for (list, _) in LISTS {
        for limit in ["0", "101", "10000", "-1", "1.5", "many", "", "%00", "99999999999999999999"] {
            let refused = app.get(&with(list, &format!("limit={limit}"))).is_refused(400, "invalid-query");
            assert_eq!(refused.places(), ["limit"], "{list}");
        }
    }
}

#[test]
fn a_cursor_that_was_never_given_out_is_refused() {
    let app = TestApp::start();
    for (list, _) in LISTS {
        for cursor in
            ["x", "", "%00", "AAAA", "%F0%9F%A7%A5", "..%2F", "' OR 1=1 --".replace(' ', "+").as_str()]
        {
            let refused = app.get(&with(list, &format!("cursor={cursor}"))).is_refused(400, "invalid-query");
            assert_eq!(refused.places(), ["cursor"], "{list}");
        }
    }
}

#[test]
fn a_cursor_of_another_query_is_refused() {
    let app = TestApp::start();
    for (list, _) in LISTS {
        let page = app.get(&with(list, "limit=1")).is(200);
        let cursor = format!("cursor={}", page.json["next"].as_str().expect("there is more"));
        for (other, _) in LISTS.into_iter().filter(|(other, _)| *other != list) {
            let refused = app.get(&with(other, &cursor)).is_refused(400, "invalid-query");
            assert_eq!(refused.places(), ["cursor"], "the cursor of {list} at {other}");
        }
        app.get(&with(list, &cursor)).is(200);
    }
}

#[test]
fn all_that_is_wrong_with_a_query_is_said_at_once() {
    let app = TestApp::start();
    let refused = app
        .get("en-GB/products?limit=0&minPrice=x&sort=best&size=XL&limit=5")
        .is_refused(400, "invalid-query");
    assert_eq!(refused.places(), ["limit", "limit", "minPrice", "size", "sort"]);
}

#[test]
fn a_page_that_has_not_changed_is_not_sent_again() {
    let app = TestApp::start();
    for (list, _) in LISTS {
        let page = app.get(list).is(200);
        app.get(list).if_none_match(page.tag()).is(304);
    }
}
