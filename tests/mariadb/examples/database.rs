//! Prints the URL of a new, empty database, which exists until its standard input ends.

use std::io::{self, Write};

use ogrom_tests_mariadb::Server;

fn main() -> io::Result<()> {
    let server = Server::own();
    writeln!(io::stdout(), "{}", server.database())?;
    io::copy(&mut io::stdin(), &mut io::sink()).map(|_| ())
}
