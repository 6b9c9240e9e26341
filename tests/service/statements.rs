//! The cost of a request, in statements of the database.

use ogrom_tests_mariadb::Server;
use serde_json::json;

use crate::{
    data,
    ogrom::{Folder, Service},
};

const TOKEN: &str = "the-secret-of-user-one";

/// Of these, one decides whether the collage is there, six create the comment, and four are for the key.
const MOST: usize = 11;

#[test]
fn a_comment_with_a_key_takes_few_statements() {
    let server = Server::own();
    let folder = Folder::with_database(server.database());
    data::write(&folder);
    folder.run(&["import", "."]).well();
    let mut command = folder.ogrom(&["--port", "0"]);
    let service = Service::start(command.env("OGROM_TOKENS", format!("u1={TOKEN}")));
    let client = service.stranger().with_token(TOKEN);
    let post = |text: &str, key: &str| {
        let content = json!({ "text": text });
        client.post("en-GB/collages/k1/comments", &content).header("idempotency-key", key).is(201)
    };
    // The author is known by then.
    post("First!", "\"k-1\"");
    client.get("en-GB/users/u1").is(200);
    server.note_statements();
    post("Second.", "\"k-2\"");
    // A connection that is opened meanwhile sets its session up first, which is no part of the request.
    let is_of_request = |command: &String| !command.starts_with("SET ");
    let commands: Vec<_> = server.noted_commands().into_iter().filter(is_of_request).collect();
    assert!(commands.len() <= MOST, "{commands:#?}");
}
