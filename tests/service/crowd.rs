//! A crowd that wants the same thing at the same time.

use std::{sync::Barrier, thread};

use ogrom_tests_mariadb::Server;

use crate::{
    data,
    ogrom::{Folder, Service},
};

/// How many clients send a request at the same time.
const CLIENTS: usize = 32;

/// How many statements on products a service sends to its database while the whole crowd requests a product that it
/// has not seen yet.
fn statements(arguments: &[&str]) -> usize {
    let server = Server::own();
    let folder = Folder::with_database(server.database());
    data::write(&folder);
    folder.run(&["import", "."]).well();
    let service = Service::start(&mut folder.ogrom(&[&["--port", "0"], arguments].concat()));
    let (ready, clients) = (Barrier::new(CLIENTS), (0..CLIENTS).map(|_| service.stranger()));
    server.note_statements();
    thread::scope(|scope| {
        for client in clients {
            let ready = &ready;
            scope.spawn(move || {
                // Each has its connection by then, so that none is late for the one response.
                client.get("en-GB/users/u1").is(200);
                ready.wait();
                client.get("en-GB/products/p1").is(200);
            });
        }
    });
    server.noted_statements().iter().filter(|statement| statement.contains(" products ")).count()
}

#[test]
fn the_database_is_asked_once_for_what_a_crowd_wants() {
    assert_eq!(statements(&[]), 1);
}

#[test]
fn without_the_cache_the_database_is_asked_by_each_of_a_crowd() {
    assert_eq!(statements(&["--cache-bytes", "0"]), CLIENTS);
}
