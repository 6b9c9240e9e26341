//! Which collections of a document are read.

use serde_json::json;

use super::reads;

#[test]
fn each_collection_is_read_once_and_lists_are_asked_for_one_item() {
    let document = json!({
        "servers": [{"url": "/v1/{locale}", "variables": {"locale": {"default": "en-GB"}}}],
        "components": {"parameters": {"limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}}},
        "paths": {
            "/": {"get": {}},
            "/products": {"get": {"parameters": [{"$ref": "#/components/parameters/limit"}]}, "post": {}},
            "/products/{product}": {"get": {"parameters": [{"name": "product", "in": "path", "required": true}]}},
            "/shops/{shop}": {
                "parameters": [{"name": "shop", "in": "path", "required": true, "example": "berlin"}],
                "get": {},
            },
            "/search": {"get": {"parameters": [{"name": "text", "in": "query", "required": true, "example": "hat"}]}},
            "/find": {"get": {"parameters": [{"name": "text", "in": "query", "required": true}]}},
            "/likes": {"post": {}},
            "/me": {"get": {"security": [{"bearer": []}]}},
            "/v1/": {"get": {"security": [{"bearer": []}, {}]}, "servers": [{"url": "/"}]},
            "/elsewhere": {"get": {"servers": [{"url": "https://api.example/v2/"}]}},
        },
    });
    assert_eq!(
        reads(&document),
        ["/v1/en-GB/", "/v2/elsewhere", "/v1/en-GB/products?limit=1", "/v1/en-GB/search?text=hat", "/v1/"]
    );
}

#[test]
fn the_document_of_the_service_has_a_read_of_each_noun() {
    let document = include_str!("../../../../run/openapi/v1.json");
    let reads = reads(&serde_json::from_str(document).expect("it is JSON"));
    assert_eq!(
        reads,
        [
            "/v1/en-GB/",
            "/v1/en-GB/collages?limit=1",
            "/v1/en-GB/comments?limit=1",
            "/v1/en-GB/feeds/products",
            "/v1/en-GB/feeds/products/changes?limit=1",
            "/v1/en-GB/products?limit=1",
            "/v1/en-GB/users",
            "/v1/"
        ]
    );
}

#[test]
fn what_is_no_document_has_no_reads() {
    assert!(reads(&json!([])).is_empty());
}
