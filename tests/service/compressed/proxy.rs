//! Compressing proxies of three makers, each configured as its manual recommends.

use std::{
    fs,
    net::{SocketAddr, TcpStream},
    process::Command,
};

use ogrom_tests::{
    balancer::{free_address, program},
    group::{Group, Process},
};

/// A proxy that runs. Killed when it is dropped.
#[derive(Debug)]
pub(crate) struct Proxy {
    _process: Process,
    address: SocketAddr,
}

// === impl Proxy ===

impl Proxy {
    pub(crate) fn nginx(origin: SocketAddr, group: &Group) -> Self {
        let folder = group.folder().display();
        let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let paths = paths.map(|kind| format!("  {kind}_temp_path {folder}/{kind};\n")).concat();
        Self::start("nginx", group, &["-e", "stderr", "-p", &folder.to_string(), "-c"], |address| {
            format!(
                "daemon off;\npid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n  access_log off;\n{paths}\
                 \x20 gzip on;\n  gzip_proxied any;\n  gzip_types application/json;\n\
                 \x20 server {{ listen {address}; location / {{ proxy_pass http://{origin}; }} }}\n}}\n"
            )
        })
    }

    pub(crate) fn haproxy(origin: SocketAddr, group: &Group) -> Self {
        Self::start("haproxy", group, &["-f"], |address| {
            format!(
                "defaults\n  mode http\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\n\
                 frontend all\n  bind {address}\n  compression algo gzip\n  compression type application/json\n\
                 \x20 default_backend origin\n\
                 backend origin\n  server origin {origin}\n"
            )
        })
    }

    /// It caches nothing, since private responses must not be.
    pub(crate) fn varnish(origin: SocketAddr, group: &Group) -> Self {
        let address = free_address([127, 0, 0, 1].into());
        let file = group.folder().join("varnish.vcl");
        let configuration = format!(
            "vcl 4.1;\nbackend origin {{ .host = \"{}\"; .port = \"{}\"; }}\n\
             sub vcl_recv {{ return (pass); }}\nsub vcl_backend_response {{ set beresp.do_gzip = true; }}\n",
            origin.ip(),
            origin.port()
        );
        fs::write(&file, configuration).expect("a file can be written");
        let mut varnish = Command::new(program("varnishd"));
        varnish.args(["-F", "-j", "none", "-s", "malloc,16m", "-a", &address.to_string(), "-n"]);
        varnish.arg(group.folder().join("varnish")).arg("-f").arg(file);
        Self::ready(group.start("varnish", &mut varnish), address)
    }

    /// Starts a program with a file of configuration, which is its last argument.
    fn start(
        name: &str,
        group: &Group,
        arguments: &[&str],
        configuration: impl FnOnce(SocketAddr) -> String,
    ) -> Self {
        let address = free_address([127, 0, 0, 1].into());
        let file = group.folder().join(format!("{name}.conf"));
        fs::write(&file, configuration(address)).expect("a file can be written");
        Self::ready(group.start(name, Command::new(program(name)).args(arguments).arg(file)), address)
    }

    fn ready(mut process: Process, address: SocketAddr) -> Self {
        process.until("a port", |_| TcpStream::connect(address).is_ok());
        Self { _process: process, address }
    }

    /// Its address.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}
