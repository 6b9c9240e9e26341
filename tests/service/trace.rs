//! Tracing. For development each response shows its path through the graph, and pages show it, on this machine alone.
//! Elsewhere a response shows it to clients that may see it, and request it.

use ogrom_tests::client::Client;

use crate::ogrom::{Folder, Service};

#[test]
fn every_answer_tells_its_path_and_a_page_shows_it() {
    let folder = Folder::new();
    let service = Service::start(&mut folder.ogrom(&["--port", "0", "--trace"]));
    assert!(service.said("/_trace").contains("Every request is traced"));
    let client = service.stranger();
    let traced = client.get("en-GB/products/beanie").is(200);
    let path = traced.header("ogrom-trace").expect("a path");
    assert!(path.starts_with("Available=Yes ") && path.contains("Existence=Found"), "{path}");
    let refused = client.get("en-GB/products/nothing").is_refused(404, "not-found");
    assert_ne!(refused.header("ogrom-trace"), Some(path));
    let list = client.get("/_trace").is(200);
    for part in ["/v1/en-GB/products/beanie", "href=\"/_trace/1\"", "href=\"/_trace/2\""] {
        assert!(list.text().contains(part), "{part} is in {}", list.text());
    }
    assert!(client.get("/_trace/2").is(200).text().contains("<svg"));
    client.get("/_trace/3").is_refused(404, "not-found");
}

#[test]
fn without_being_told_to_nothing_is_traced() {
    let folder = Folder::new();
    let service = folder.serve();
    let client = service.stranger();
    assert_eq!(client.get("en-GB/products/beanie").is(200).header("ogrom-trace"), None);
    client.get("/_trace").is_refused(404, "not-found");
}

#[test]
fn whose_token_permits_it_may_ask_for_the_path_of_an_answer() {
    let tokens = "lena+trace=the-secret-of-lena-4711,oscar=the-secret-of-oscar-0815";
    let folder = Folder::new();
    let mut command = folder.ogrom(&["--port", "0", "--address", "0.0.0.0", "--tokens", tokens]);
    let service = Service::start(&mut command);
    let lena = service.stranger().with_token("the-secret-of-lena-4711");
    let oscar = service.stranger().with_token("the-secret-of-oscar-0815");
    let guess = service.stranger().with_token("a-guess");
    let ask =
        |client: &Client, status| client.get("en-GB/products/beanie").header("ogrom-trace", "?1").is(status);
    let traced = ask(&lena, 200);
    let path = traced.header("ogrom-trace").expect("a path");
    assert!(path.starts_with("Available=Yes ") && path.ends_with(" 200"), "{path}");
    assert_eq!(traced.header("cache-control"), Some("no-store"));
    let unasked = lena.get("en-GB/products/beanie").is(200);
    for answer in [unasked, ask(&oscar, 200), ask(&service.stranger(), 200), ask(&guess, 401)] {
        let usual = if answer.status == 200 { "no-cache" } else { "no-store" };
        assert_eq!((answer.header("ogrom-trace"), answer.header("cache-control")), (None, Some(usual)));
    }
    lena.get("/_trace").is_refused(404, "not-found");
}

#[test]
fn it_is_refused_where_others_can_connect() {
    let folder = Folder::new();
    let ended = folder.run(&["--port", "0", "--trace", "--address", "0.0.0.0"]);
    assert!(ended.complaint(2).contains("0.0.0.0") && ended.err.contains("--trace"), "{ended:#?}");
    assert_eq!(folder.names(), Vec::<String>::new(), "nothing was begun");
}
