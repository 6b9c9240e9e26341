//! The document that the service gives of itself.

use ogrom_tests::{app::TestApp, documented::contradiction as said};

#[test]
pub(crate) fn it_describes_the_service_and_is_told_apart_by_its_tag() {
    let app = TestApp::start();
    let document = app.get("/openapi.json").is(200);
    assert_eq!(document.json["openapi"], "3.1.1");
    assert_eq!(document.json["servers"][0]["url"], "/v1/{locale}");
    assert_eq!(document.json["servers"][0]["variables"]["locale"]["enum"][3], "fr-FR");
    assert_eq!(document.json["paths"]["/products"]["get"]["operationId"], "listProducts");
    assert_eq!(document.header("cache-control"), Some("public, max-age=300"));
    let again = app.get("/openapi.json").is(200);
    assert_eq!((again.tag(), &again.content), (document.tag(), &document.content));
    app.get("/openapi.json").if_none_match(document.tag()).is(304);
}

/// The control: what the client of these tests holds every answer against does find what is wrong.
#[test]
fn what_the_document_does_not_say_is_found() {
    let app = TestApp::start();
    let list = app.get("de-DE/products?limit=1").is(200);
    assert_eq!(said("GET", "/v1/de-DE/products?limit=1", &list), None);
    assert_eq!(said("GET", "/v1/it-IT/products", &list), None, "what is nowhere is not described");
    let other = said("GET", "/v1/de-DE/users/lena", &list).unwrap();
    assert!(other.starts_with("getUser: 200"), "{other}");
    let made = said("POST", "/v1/de-DE/collages", &list).unwrap();
    assert_eq!(made, "createCollage has no status 200");
    let refused = app.get("de-DE/products?limit=0").is(400);
    assert_eq!(said("GET", "/v1/de-DE/products", &refused), None);
    let mut broken = app.get("de-DE/products/beanie").is(200);
    broken.json["version"] = "1".into();
    assert!(said("GET", "/v1/de-DE/products/beanie", &broken).unwrap().contains("integer"));
    broken.headers.remove("etag");
    assert!(said("GET", "/v1/de-DE/products/beanie", &broken).unwrap().ends_with("without ETag"));
}
