//! `/v1/{locale}/comments`

use ogrom_tests::app::TestApp;

mod comment;

pub(crate) use comment::{it_is_deleted_once, it_is_replaced, it_says_who_wrote_it};

#[test]
pub(crate) fn the_newest_in_the_language_of_the_locale_come_first() {
    let app = TestApp::start();
    for (locale, language) in [("de-DE", "de"), ("de-CH", "de"), ("fr-FR", "fr"), ("en-GB", "en")] {
        let comments = app.items(&format!("{locale}/comments"));
        assert!(comments.len() >= 20, "{locale}");
        assert!(comments.iter().all(|comment| comment["language"] == language), "{locale}");
        let created: Vec<_> =
            comments.iter().map(|comment| comment["created"].as_str().expect("a time")).collect();
        assert!(created.is_sorted_by(|newer, older| newer >= older), "{locale}: {created:?}");
        let link = comments[0]["links"]["self"].as_str().expect("a link");
        assert!(link.starts_with(&format!("/v1/{locale}/comments/")), "{link}");
    }
}
