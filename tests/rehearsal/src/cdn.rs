//! nginx in the place of a CDN: what clients know by the public name.

use std::{
    fs,
    net::{IpAddr, SocketAddr, TcpStream},
    process::Command,
};

use ogrom_tests::{
    balancer::{free_address, program},
    group::{Group, Process},
};

/// Where a CDN finds its origin.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The name of the origin.
    pub name: &'a str,
    /// The port at whatever address the name has.
    pub port: u16,
    /// The addresses that it may have.
    pub addresses: [IpAddr; 2],
    /// Who is asked for the address.
    pub dns: SocketAddr,
}

/// A CDN that keeps no answers, looks its origin up for as long as the record says, keeps connections to it for five
/// seconds, and sends no request twice. It has two places, which look up each for itself.
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

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// nginx looks a name up again only where it is in a variable, and keeps connections only to what is in none. So a request
/// within the request goes to the name, and where it arrived tells which connections the request may take.
fn configuration(origin: Origin<'_>, address: SocketAddr, group: &Group) -> String {
    let Origin { name, port, addresses: [one, other], dns } = origin;
    let places = free_address(one).port();
    let folder = group.folder().display();
    format!(
        "daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/nginx-content;
    proxy_temp_path {folder}/nginx-proxy;
    fastcgi_temp_path {folder}/nginx-fastcgi;
    uwsgi_temp_path {folder}/nginx-uwsgi;
    scgi_temp_path {folder}/nginx-scgi;
    proxy_max_temp_file_size 0;
    keepalive_requests 1000000;
    resolver {dns} ipv6=off;
    map $place $origin {{
        {one}:{places} one;
        {other}:{places} other;
    }}
    upstream one {{
        server {one}:{port} max_fails=0;
        keepalive 64;
        keepalive_timeout 5s;
    }}
    upstream other {{
        server {other}:{port} max_fails=0;
        keepalive 64;
        keepalive_timeout 5s;
    }}
    server {{
        listen {one}:{places};
        listen {other}:{places};
        return 204;
    }}
    server {{
        listen {address};
        location / {{
            auth_request /place;
            auth_request_set $place $upstream_addr;
            proxy_pass http://$origin;
            proxy_http_version 1.1;
            proxy_set_header Host {name};
            proxy_set_header Connection \"\";
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_next_upstream off;
        }}
        location = /place {{
            internal;
            set $name {name};
            proxy_pass http://$name:{places}/;
            proxy_pass_request_body off;
            proxy_set_header Content-Length \"\";
        }}
    }}
}}
"
    )
}
