//! The additions of a route table to its endpoints: paths, redirects, the locale's prefix, links.

use std::sync::Arc;

use ogrom_core::{Endpoint, mount::Routes};
use serde_json::Value;

use super::{
    App, Ask, Sources,
    app::{HandClock, endpoints, routes},
    filled,
};

async fn values() -> Vec<(&'static str, Endpoint)> {
    let memory = filled().await;
    endpoints(Sources::of(memory.clone(), memory), Arc::new(HandClock::default()))
}

/// All paths below `links` and `link`, wherever they are.
fn links(json: &Value, found: &mut Vec<String>) {
    match json {
        Value::Object(members) => members.values().for_each(|member| links(member, found)),
        Value::Array(items) => items.iter().for_each(|item| links(item, found)),
        Value::String(text) if text.starts_with('/') => found.push(text.clone()),
        _ => {}
    }
}

#[tokio::test]
async fn another_spelling_leads_to_the_canonical_one() {
    let app = App::new().await;
    for (written, canonical) in [
        ("/shop/v1/de-DE/products/", "/shop/v1/de-DE/products"),
        ("/shop/v1/de-DE//products", "/shop/v1/de-DE/products"),
        ("//shop//v1/de-DE/products/scarf//", "/shop/v1/de-DE/products/scarf"),
        ("/shop/v1/de-de/products?limit=5", "/shop/v1/de-DE/products?limit=5"),
        ("/shop/v1/DE-DE/", "/shop/v1/de-DE/"),
        ("/shop/v1/de%2DDE/products", "/shop/v1/de-DE/products"),
        ("/shop/v1/de-DE", "/shop/v1/de-DE/"),
        ("/shop/v1", "/shop/v1/"),
        ("/shop", "/shop/"),
    ] {
        for method in ["GET", "HEAD", "POST"] {
            let moved = app.ask(method, written).await.is(308);
            assert_eq!(moved.location(), canonical, "{method} {written}");
        }
        let there = app.get(canonical).await;
        assert!(matches!(there.status, 200 | 307), "{canonical} leads on: {there:#?}");
    }
}

#[tokio::test]
async fn equivalent_paths_are_one() {
    let app = App::new().await;
    for (written, path) in [
        ("%70roducts", "products"),
        ("%70%72%6f%64ucts/scarf", "products/scarf"),
        ("products/%73carf", "products/scarf"),
        ("products/s%63arf?complete=true", "products/scarf?complete=true"),
        ("collages?limit=1", "collages?limit=1"),
        ("c%6Fllages?limit=1", "collages?limit=1"),
    ] {
        let (odd, plain) =
            (app.get(&format!("de-DE/{written}")).await, app.get(&format!("de-DE/{path}")).await.is(200));
        assert_eq!((odd.status, &odd.json), (200, &plain.json), "{written}");
        assert_eq!(odd.headers.get("link"), plain.headers.get("link"), "{written}");
        let (mut found, at) = (Vec::new(), "/shop/v1/de-DE/");
        links(&odd.json, &mut found);
        assert!(found.iter().all(|link| link.starts_with(at) && !link.contains('%')), "{found:?}");
    }
    for (written, canonical) in [
        ("/sh%6Fp/v1/de-DE/products/", "/shop/v1/de-DE/products"),
        ("/sh%6Fp/v1/de-de/%70roducts?limit=5", "/shop/v1/de-DE/products?limit=5"),
        ("/shop/v1/de%2dDE/%70roducts/sc%61rf", "/shop/v1/de-DE/products/scarf"),
        ("/shop/%76%31", "/shop/v1/"),
    ] {
        assert_eq!(app.get(written).await.is(308).location(), canonical, "{written}");
    }
    let refused = app.get("/sh%6Fp/v1/it-IT/products").await.is(404);
    assert_eq!(refused.json["type"], "urn:ogrom:problem:unknown-locale");
}

#[tokio::test]
async fn what_is_encoded_as_data_stays_data() {
    let app = App::new().await;
    for path in [
        "products%2Fscarf",
        "products%2fscarf",
        "products/scarf%00",
        "products/%zzscarf",
        "%70roducts/%zz",
        "%70roducts/%7%61",
        "products/%2e%2e/products",
        "products/%2E",
        "%2570roducts",
        "PRODUCTS",
        "%50roducts",
    ] {
        app.get(&format!("de-DE/{path}")).await.is(404);
    }
}

#[tokio::test]
async fn home_leads_to_the_locales_for_now() {
    let app = App::new().await;
    let home = app.get("/shop/").await.is(307);
    assert_eq!(home.location(), "/shop/v1/");
    app.get(home.location()).await.is(200);
    app.ask("HEAD", "/shop/").await.is(307);
    app.ask("PUT", "/shop/").await.is(405);
}

#[tokio::test]
async fn what_is_nowhere_is_not_found_with_any_method() {
    let app = App::new().await;
    for path in ["/", "/shop/v2/", "/shop/v1/de-DE/nothing", "de-DE/products/scarf/more", "/shop/v1/de-DE/%"]
    {
        for method in ["GET", "HEAD", "PUT", "OPTIONS", "BREW"] {
            app.ask(method, path).await.is(404);
        }
    }
}

#[tokio::test]
async fn an_unknown_locale_is_told_the_known_ones() {
    let app = App::new().await;
    for place in ["it-IT/products", "it-IT/", "it-IT/nothing", "de/products", "%FF/products", "products/x"] {
        let refused = app.get(place).await.is(404);
        assert_eq!(refused.json["type"], "urn:ogrom:problem:unknown-locale", "{place}");
        assert_eq!(refused.json["locales"], serde_json::json!(["de-DE", "fr-FR", "en-GB"]), "{place}");
        assert!(refused.json["detail"].as_str().unwrap().contains("de-DE, fr-FR, en-GB"), "{place}");
    }
}

#[tokio::test]
async fn every_link_leads_somewhere() {
    let app = App::new().await;
    let (mut open, mut seen) = (vec!["/shop/v1/".to_owned()], Vec::new());
    while let Some(path) = open.pop() {
        if !seen.contains(&path) {
            links(&app.get(&path).await.is(200).json, &mut open);
            seen.push(path);
        }
    }
    // Each locale has its index, 3 lists, a feed, 4 products with their collages, 3 users with their collages and
    // likes, 3 collages with their comments and likes, 4 comments, and a like.
    assert_eq!(seen.len(), 1 + 3 * (1 + 3 + 1 + 4 * 2 + 3 * 3 + 3 * 3 + 4 + 1), "{seen:#?}");
}

#[tokio::test]
async fn one_value_mounted_twice_links_right_in_both() {
    let values = values().await;
    let table = Routes::new().nest("/left", routes(&values)).nest("/tenants/{tenant}", routes(&values));
    let service = table.build().unwrap();
    for prefix in ["/left", "/tenants/acme", "/tenants/caf%C3%A9"] {
        for place in ["products", "collages/lake", "collages?limit=1", "comments/c1", "users/lena"] {
            let path = format!("{prefix}/v1/fr-FR/{place}");
            let answer = Ask::new(service.clone(), "GET", &path).await.is(200);
            let mut found = Vec::new();
            links(&answer.json, &mut found);
            assert!(!found.is_empty(), "{path}");
            for link in found.into_iter().chain(answer.next()) {
                assert!(link.starts_with(&format!("{prefix}/v1/fr-FR/")), "{link} on {path}");
                Ask::new(service.clone(), "GET", &link).await.is(200);
            }
        }
    }
}

#[tokio::test]
async fn links_are_uris_whatever_bytes_a_client_has_sent() {
    let service = Routes::new().nest("/tenants/{tenant}", routes(&values().await)).build().unwrap();
    for place in ["products/scarf", "collages/lake", "collages?limit=1", "comments/c1"] {
        let answer =
            Ask::new(service.clone(), "GET", &format!("/tenants/café/v1/fr-FR/{place}")).await.is(200);
        let mut found = Vec::new();
        links(&answer.json, &mut found);
        assert!(!found.is_empty(), "{place}");
        for link in found.into_iter().chain(answer.next()) {
            assert!(link.starts_with("/tenants/caf%C3%A9/v1/fr-FR/"), "{link} on {place}");
            Ask::new(service.clone(), "GET", &link).await.is(200);
        }
    }
}

#[tokio::test]
async fn a_target_without_a_path_asks_about_all_or_nothing() {
    let service = Routes::new().nest("/shop", routes(&values().await)).build().unwrap();
    let ask = |method, target| Ask::new(service.clone(), method, target);
    let all = ask("OPTIONS", "*").await.is(204);
    assert_eq!(all.header("allow"), Some("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    for (method, target, status) in [
        ("CONNECT", "shop.example:443", 501),
        ("GET", "shop.example:443", 400),
        ("OPTIONS", "shop.example", 400),
        ("GET", "*", 400),
        ("HEAD", "*", 400),
    ] {
        ask(method, target).await.is(status);
    }
}

#[tokio::test]
async fn a_value_without_a_table_answers_without_links() {
    for (template, endpoint) in values().await {
        let target = match template {
            "/products/{product}" => "/anything/scarf",
            "/collages/{collage}" | "/collages/{collage}/comments" | "/collages/{collage}/likes" => "/lake",
            "/collages/{collage}/likes/{user}" => "/city/lena",
            "/comments/{comment}" => "/c1",
            "/users/{user}" | "/users/{user}/collages" | "/users/{user}/likes" => "/lena",
            _ => "/",
        };
        let answer = Ask::new(endpoint.clone(), "GET", target).by("lena").await.is(200);
        let mut found = Vec::new();
        links(&answer.json, &mut found);
        assert!(found.is_empty(), "{template} links to {found:?}");
        if template.ends_with('}') {
            Ask::new(endpoint, "GET", "/none/none").await.is(404);
        }
    }
}

#[tokio::test]
async fn a_table_whose_links_lead_nowhere_is_refused() {
    let mut values = values().await;
    values.retain(|(template, _)| *template != "/users/{user}");
    let refused = routes(&values).build().unwrap_err().to_string();
    assert!(refused.contains("CollageResource") && refused.contains("UserResource"), "{refused}");
}

#[tokio::test]
async fn a_part_of_the_endpoints_serves_without_links_to_the_rest() {
    let values = values().await;
    let products = values.iter().filter(|(template, _)| template.starts_with("/products"));
    let products =
        products.fold(Routes::new(), |routes, (template, value)| routes.at(template, value.clone()));
    let products = products.without::<crate::collage::CollagesResource>().build().unwrap();
    let mut found = Vec::new();
    let request = http::Request::get("/products/scarf").body(ogrom_core::Body::empty()).unwrap();
    let response = tower_service::Service::call(&mut products.clone(), request).await.unwrap();
    assert_eq!(response.status(), 200);
    let content = http_body_util::BodyExt::collect(response.into_body()).await.unwrap().to_bytes();
    links(&serde_json::from_slice(&content).unwrap(), &mut found);
    assert_eq!(found, ["/products/scarf"]);
}
