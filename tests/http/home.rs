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
fn nothing_is_beside_the_api() {
    let app = TestApp::start();
    for path in ["/nothing", "/v2/", "/v1/en-GB/nothing", "/favicon.ico", "/v1/en-GB/products/beanie/nothing"]
    {
        app.get(path).is_refused(404, "not-found");
    }
}
