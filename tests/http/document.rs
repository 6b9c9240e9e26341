//! The document that the service has of itself.

use ogrom_tests::{app::TestApp, documented::contradiction as said};
use serde_json::Value;

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

#[test]
fn what_the_page_offers_to_send_is_taken() {
    let app = TestApp::start();
    let lena = app.as_user("lena");
    let document = app.get("/openapi.json").is(200);
    // A page, and many a generator, takes the first.
    for late in ["application/cbor", "application/json-patch+json"] {
        assert!(!document.text().contains(&format!("\"content\":{{\"{late}\"")), "{late}");
    }
    let mut sent = 0;
    for (path, item) in document.json["paths"].as_object().expect("there are paths") {
        let content = &item["post"]["requestBody"]["content"]["application/json"]["schema"];
        let Some(reference) = content["$ref"].as_str() else { continue };
        let schema = document.json.pointer(&reference[1..]).expect("what is referred to is there");
        let example = schema["examples"].get(0).expect("the page shows an example");
        let path = format!("en-GB{}", path.replace("{collage}", "market-morning"));
        lena.post(&path, example).is(201);
        sent += 1;
    }
    assert_eq!(sent, 2);
}

#[test]
fn generators_find_what_they_need() {
    let app = TestApp::start();
    let document = app.get("/openapi.json").is(200).json;
    let resolved = |value: &Value| match value["$ref"].as_str() {
        Some(reference) => document.pointer(&reference[1..]).expect("it is there").clone(),
        None => value.clone(),
    };
    let below = |path: &str| !path.starts_with("/v1/");
    let paths = document["paths"].as_object().expect("there are paths");
    let operations = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().expect("it has methods").iter();
        methods.filter(|(_, operation)| operation.get("operationId").is_some()).map(move |(_, is)| (path, is))
    });
    for (path, operation) in operations {
        let (id, responses) = (&operation["operationId"], &operation["responses"]);
        for (status, response) in responses.as_object().expect("it gets a response") {
            for (media_type, content) in resolved(response)["content"].as_object().into_iter().flatten() {
                assert!(content["schema"].is_object(), "{id}: {status} in {media_type} has no schema");
            }
        }
        let mut parameters = operation["parameters"].as_array().into_iter().flatten().map(resolved);
        let condition =
            parameters.find(|parameter| parameter["name"] == "If-Match").expect("each may have it");
        assert_eq!(condition["required"] == true, responses.get("428").is_some(), "{id}");
        let missing = resolved(&responses["404"])["description"].as_str().unwrap_or_default().to_owned();
        assert_eq!(missing.contains("`unknown-locale`"), below(path), "{id}: {missing}");
    }
    let schemas = document["components"]["schemas"].as_object().expect("there are schemas");
    let told = schemas.values().filter(|schema| schema.get("x-enum-descriptions").is_some());
    let lengths = told.map(|schema| {
        let length = |name: &str| schema[name].as_array().expect("it is a list").len();
        assert_eq!(length("enum"), length("x-enum-descriptions"), "{schema}");
    });
    assert!(lengths.count() > 1);
}

/// The control: the checks of the test client on every response do find violations.
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
