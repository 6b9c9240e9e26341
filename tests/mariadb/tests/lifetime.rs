//! Servers start by themselves, and end with their users.

use std::{
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use ogrom_tests_mariadb::Server;

fn is_there(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

#[test]
fn all_share_one_and_each_database_is_another() {
    let (one, other) = (Server::shared(), Server::shared());
    assert_eq!(one.port(), other.port());
    assert_ne!(one.database(), other.database());
}

#[test]
fn one_of_its_own_is_gone_afterwards_even_after_a_panic() {
    let port = thread::spawn(|| {
        let server = Server::own();
        std::panic::panic_any(server.port());
    });
    let port = *port.join().expect_err("it panics").downcast::<u16>().expect("with the port");
    let patience = Instant::now() + Duration::from_secs(10);
    while is_there(port) {
        assert!(Instant::now() < patience, "the server is still there");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn what_it_stored_is_there_after_a_kill() {
    let server = Server::own();
    server.run("CREATE DATABASE t; CREATE TABLE t.kept (n INT); INSERT INTO t.kept VALUES (7)");
    // The server writes its log once a second.
    thread::sleep(Duration::from_millis(1500));
    server.signal("KILL");
    assert!(!is_there(server.port()));
    server.restart();
    assert_eq!(server.run("SELECT n FROM t.kept"), "7\n");
}
