//! `/problems/` and `/problems/{problem}`

use ogrom_tests::{app::TestApp, client::Answer};
use serde_json::json;

/// The targets of the links of a page.
fn links(page: &Answer) -> Vec<String> {
    let links = page.text().split("href=\"").skip(1);
    links.map(|link| link.split('"').next().expect("a link ends").to_owned()).collect()
}

#[test]
pub(crate) fn all_are_listed_and_lead_to_their_pages() {
    let app = TestApp::start();
    let links = links(&app.get("/problems/").is(200));
    assert!(links.len() >= 15, "{links:?}");
    for link in links {
        let page = app.get(&link).is(200);
        assert!(page.text().contains("<dt>Remedy</dt>"), "{link}");
        app.get(&link).if_none_match(page.tag()).is(304);
    }
}

#[test]
pub(crate) fn the_type_of_a_problem_leads_to_what_it_means() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    for problem in [
        app.get("en-GB/collages?limit=0").is(400),
        app.post("en-GB/collages", &json!({ "items": [] })).is(401),
        app.get("it-IT/").is(404),
        lena.delete("en-GB/collages/harbour-rain").is(428),
        lena.ask("BREW", "en-GB/collages").is(501),
    ] {
        let page = app.get(problem.json["type"].as_str().expect("a type")).is(200);
        assert!(page.text().contains(problem.json["title"].as_str().expect("a title")), "{page:#?}");
        assert_eq!(links(&page), ["/problems/"]);
    }
    app.get("/problems/nothing").is_refused(404, "not-found");
}

#[test]
fn titles_and_pages_are_in_the_language_of_their_reader() {
    let app = TestApp::start();
    for (locale, languages, language, title, label) in [
        ("en-GB", "en-GB,en;q=0.9", "en", "There is nothing here", "<dt>Remedy"),
        ("de-CH", "de-CH,de;q=0.9,en;q=0.8", "de", "Hier gibt es nichts", "<dt>Abhilfe"),
        ("fr-FR", "fr", "fr", "Il n’y a rien ici", "<dt>Remède"),
        ("en-GB", "it", "en", "There is nothing here", "<dt>Remedy"),
    ] {
        let problem = app.get(&format!("{locale}/products/nothing")).is_refused(404, "not-found");
        assert_eq!(problem.json["title"], title);
        let ask = |path: &str| app.get(path).header("accept-language", languages).is(200);
        let page = ask(problem.json["type"].as_str().expect("a type"));
        assert_eq!(page.header("content-language"), Some(language));
        assert!(
            [title, label, &format!("<html lang=\"{language}\">")]
                .iter()
                .all(|part| page.text().contains(part))
        );
        assert!(ask("/problems/").text().contains(title));
    }
}
