//! nginx in place of a CDN: clients know it by the public name.

use std::{
    fs,
    net::{IpAddr, SocketAddr, TcpStream},
    process::Command,
};

use ogrom_tests::{
    balancer::{free_address, program},
    group::{Group, Process},
};

/// The address of a CDN's origin.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The name of the origin.
    pub name: &'a str,
    /// The port at the present address of the name.
    pub port: u16,
    /// The addresses that it may have.
    pub addresses: [IpAddr; 2],
    /// The DNS server for the address.
    pub dns: SocketAddr,
}

/// A CDN without a cache. It looks its origin up for as long as the record is valid, keeps connections to it for five
/// seconds, and sends no request twice. It has two places, each with its own look-ups.
#[derive(Debug)]
pub struct Cdn {
    _process: Process,
    address: SocketAddr,
}

// === impl Cdn ===

impl Cdn {
    /// One before an origin.
    pub fn before(origin: Origin<'_>, group: &Group) -> Self {
        let address = free_address([127, 0, 0, 1].into());
        let file = group.folder().join("nginx.conf");
        fs::write(&file, configuration(origin, address, group)).expect("a file can be written");
        let mut nginx = Command::new(program("nginx"));
        nginx.arg("-c").arg(file).arg("-p").arg(group.folder());
        let mut process = group.start("nginx", nginx.args(["-e", "stderr"]));
        process.until("the CDN", |_| TcpStream::connect(address).is_ok());
        Self { _process: process, address }
    }

    /// Its address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// The configuration, with these values in their places.
fn configuration(origin: Origin<'_>, address: SocketAddr, group: &Group) -> String {
    let Origin { name, port, addresses: [one, other], dns } = origin;
    let places = free_address(one).port();
    let values = [
        ("@folder@", group.folder().display().to_string()),
        ("@address@", address.to_string()),
        ("@name@", name.to_owned()),
        ("@dns@", dns.to_string()),
        ("@one@", one.to_string()),
        ("@other@", other.to_string()),
        ("@port@", port.to_string()),
        ("@places@", places.to_string()),
    ];
    let template = include_str!("cdn/nginx.conf").to_owned();
    values.iter().fold(template, |text, (place, value)| text.replace(place, value))
}
