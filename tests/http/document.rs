//! The document that the service has of itself.

use ogrom_tests::{app::TestApp, client::Answer, documented::contradiction as said};
use serde_json::Value;

#[test]
pub(crate) fn it_describes_the_service_and_is_told_apart_by_its_tag() {
    let app = TestApp::start();
    let document = app.get("/openapi.json").is(200);
    assert_eq!(document.json["openapi"], "3.1.1");
    let servers = document.json["servers"].as_array().expect("there is one for each locale");
    let urls = servers.iter().map(|server| server["url"].as_str().and_then(|url| url.split_once("/v1/")));
    let (origins, locales): (Vec<_>, Vec<_>) = urls.map(|url| url.expect("it is below /v1/")).unzip();
    assert_eq!(locales, ["en-GB", "de-DE", "de-CH", "fr-FR"]);
    assert!(origins.iter().all(|origin| origin.starts_with("http://127.0.0.1:")), "{origins:?}");
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
        let parameters: Vec<_> =
            operation["parameters"].as_array().into_iter().flatten().map(resolved).collect();
        let required = parameters.iter().find(|parameter| parameter["name"] == "If-Match");
        assert_eq!(
            required.is_some_and(|field| field["required"] == true),
            responses.get("428").is_some(),
            "{id}"
        );
        let choices = ["If-None-Match", "Range", "Prefer"];
        assert!(
            !parameters.iter().any(|parameter| choices.iter().any(|name| parameter["name"] == *name)),
            "{id}"
        );
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

#[test]
pub(crate) fn each_form_is_served_to_pages_of_all_origins() {
    let app = TestApp::start();
    let plain = app.get("/openapi.json").is(200);
    let older = app.get("/openapi-3.0.json").is(200);
    let full = app.get("/openapi-full.json").is(200);
    let yaml = app.get("/openapi.yaml").is(200);
    let collection = app.get("/postman.json").is(200);
    for form in [&plain, &older, &full, &yaml, &collection] {
        assert_eq!(form.header("access-control-allow-origin"), Some("*"));
    }
    assert_eq!(older.json["openapi"], "3.0.4");
    assert_eq!(yaml.header("content-type"), Some("application/yaml"));
    assert!(yaml.text().contains("openapi: \"3.1.1\""));
    let statuses = |form: &Answer| {
        form.json["paths"]["/products"]["get"]["responses"].as_object().map(serde_json::Map::len)
    };
    assert!(statuses(&full) > statuses(&plain));
    assert!(full.json["paths"]["/products"]["get"]["responses"].get("206").is_some());
    let base = &collection.json["variable"][0];
    assert_eq!(base["key"], "baseUrl");
    assert_eq!(base["value"], plain.json["servers"][0]["url"]);
}

#[test]
fn a_link_in_an_example_leads_somewhere() {
    let app = TestApp::start();
    let document = app.get("/openapi.json").is(200).json;
    let links = &document["components"]["schemas"]["Collage"]["examples"][0]["links"];
    for link in ["self", "comments"] {
        app.get(links[link].as_str().expect("it is a path")).is(200);
    }
}

#[test]
fn each_error_has_an_example_of_its_own() {
    let app = TestApp::start();
    let document = app.get("/openapi.json").is(200).json;
    let responses =
        document["paths"]["/collages/{collage}"]["patch"]["responses"].as_object().expect("it has some");
    for (status, response) in responses.iter().filter(|(status, _)| status.starts_with(['4', '5'])) {
        let response = response["$ref"]
            .as_str()
            .map_or(response, |name| document.pointer(&name[1..]).expect("it is there"));
        let examples = response["content"]["application/problem+json"]["examples"].as_object();
        for (name, example) in examples.expect("there are some") {
            assert_eq!(example["value"]["status"].to_string(), *status);
            assert_eq!(example["value"]["type"], format!("/problems/{name}"));
        }
    }
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
