//! Reads and writes with the generated client; the lines of its input are the base URL and a token.

use openapi::{
    apis::{Error, collages_api, configuration::Configuration, products_api},
    models::{CollageBody, CollageBodyPatch, Problem, ProductSort},
};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut input = std::io::stdin().lines().map(Result::unwrap);
    let configuration = Configuration {
        base_path: input.next().unwrap(),
        bearer_access_token: input.next(),
        ..Configuration::default()
    };

    let sort = Some(ProductSort::PRICE_DESCENDING);
    let page = products_api::list_products(
        &configuration, None, None, None, None, None, None, Some(2), None, None, sort, None,
    );
    assert_eq!(page.await.unwrap().items.len(), 2);
    let product = products_api::get_product(&configuration, "linen-tank", None).await.unwrap();
    assert!(product.created.to_rfc3339().starts_with("2026-"));
    let Err(Error::ResponseError(refused)) = products_api::get_product(&configuration, "none", None).await else {
        panic!("there is no 404");
    };
    let problem: Problem = serde_json::from_str(&refused.content).unwrap();
    assert!(refused.status == 404 && problem.status == 404);

    let body = CollageBody { title: Some(Some("One".to_owned())), ..CollageBody::new(Vec::new()) };
    let made = collages_api::create_collage(&configuration, body, None).await.unwrap();
    let patch = CollageBodyPatch { title: Some(Some("Two".to_owned())), ..CollageBodyPatch::new() };
    let patched = collages_api::update_collage(&configuration, &made.id, "*", patch).await.unwrap();
    assert_eq!(patched.title.as_deref(), Some("Two"));
}
