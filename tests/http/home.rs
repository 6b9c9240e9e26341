//! `/`

use ogrom_tests::app::TestApp;

#[test]
pub(crate) fn it_leads_to_the_locales() {
    let app = TestApp::start();
    for _ in 0..2 {
        let home = app.get("/").is(307);
        app.get(home.location()).is(200);
    }
}

#[test]
fn where_clients_begin_they_are_led_to_the_document_and_the_guide() {
    let app = TestApp::start();
    for (path, status) in [("/", 307), ("/v1/", 200)] {
        let links = app.get(path).is(status).header("link").expect("it has links").to_owned();
        for (relation, media_type) in [("service-desc", "application/json"), ("service-doc", "text/html")] {
            let link = links.split(", ").find(|link| link.ends_with(&format!("; rel=\"{relation}\"")));
            let target = link.and_then(|link| link.strip_prefix('<')?.split('>').next());
            let answer = app.get(target.expect("it is linked")).is(200);
            assert!(
                answer.header("content-type").is_some_and(|told| told.starts_with(media_type)),
                "{answer:?}"
            );
        }
    }
    assert_eq!(app.get("/v1/en-GB/").is(200).header("link"), None);
}

#[test]
fn nothing_is_beside_the_api() {
    let app = TestApp::start();
    for path in ["/nothing", "/v2/", "/v1/en-GB/nothing", "/favicon.ico", "/v1/en-GB/products/beanie/nothing"]
    {
        app.get(path).is_refused(404, "not-found");
    }
}
