//! The proxies, each configured as its manual recommends.

use std::{
    fs,
    net::{SocketAddr, TcpStream},
    process::Command,
};

use ogrom_tests::{
    balancer::{free_address, program},
    group::{Group, Process},
};

use super::Origin;

/// A proxy that runs. Killed when it is dropped, with its files.
#[derive(Debug)]
pub(crate) struct Proxy {
    _process: Process,
    address: SocketAddr,
    _group: Group,
}

// === impl Proxy ===

impl Proxy {
    /// nginx, which compresses, with a cache and these locations. `ORIGIN` stands for the address of the service.
    pub(crate) fn nginx(origin: &Origin, locations: &str) -> Self {
        let group = Group::default();
        let folder = group.folder().display().to_string();
        let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let paths = paths.map(|kind| format!("  {kind}_temp_path {folder}/{kind};\n")).concat();
        let configuration = |address| {
            format!(
                "daemon off;\npid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n  access_log off;\n{paths}\
                 \x20 proxy_cache_path {folder}/cache keys_zone=all:1m;\n\
                 \x20 gzip on;\n  gzip_proxied any;\n  gzip_types application/json;\n\
                 \x20 server {{ listen {address};\n{locations}\n  }}\n}}\n"
            )
        };
        Self::start("nginx", group, origin, &["-e", "stderr", "-p", &folder, "-c"], configuration)
    }

    /// haproxy, which compresses, with these rules in its frontend.
    pub(crate) fn haproxy(origin: &Origin, rules: &str) -> Self {
        Self::start("haproxy", Group::default(), origin, &["-f"], |address| {
            format!(
                "defaults\n  mode http\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\n\
                 frontend all\n  bind {address}\n  compression algo gzip\n  compression type application/json\n{rules}\
                 \x20 default_backend origin\n\
                 backend origin\n  server origin ORIGIN\n"
            )
        })
    }

    /// Varnish, which compresses, with these subroutines.
    pub(crate) fn varnish(origin: &Origin, subroutines: &str) -> Self {
        let (group, service) = (Group::default(), origin.service.stranger().address());
        let address = free_address([127, 0, 0, 1].into());
        let file = group.folder().join("varnish.vcl");
        let configuration = format!(
            "vcl 4.1;\nbackend origin {{ .host = \"{}\"; .port = \"{}\"; }}\n\
             sub vcl_backend_response {{ set beresp.do_gzip = true; }}\n{subroutines}",
            service.ip(),
            service.port()
        );
        fs::write(&file, configuration).expect("a file can be written");
        let mut varnish = Command::new(program("varnishd"));
        varnish.args(["-F", "-j", "none", "-s", "malloc,16m", "-a", &address.to_string(), "-n"]);
        varnish.arg(group.folder().join("varnish")).arg("-f").arg(file);
        Self::ready(group.start("varnish", &mut varnish), address, group)
    }

    /// Squid as a reverse proxy, with a cache in memory.
    pub(crate) fn squid(origin: &Origin) -> Self {
        let service = origin.service.stranger().address();
        Self::start("squid", Group::default(), origin, &["-N", "-f"], |address| {
            format!(
                "http_port {address} accel defaultsite=shop.example\n\
                 cache_peer {} parent {} 0 no-query originserver login=PASSTHRU\n\
                 http_access allow all\nvisible_hostname test\npid_filename none\naccess_log none\ncache_log /dev/null\n\
                 cache_mem 16 MB\nmemory_cache_shared off\npinger_enable off\nshutdown_lifetime 0\n",
                service.ip(),
                service.port()
            )
        })
    }

    /// Starts a program with a file of configuration, which is its last argument.
    fn start(
        name: &str,
        group: Group,
        origin: &Origin,
        arguments: &[&str],
        configuration: impl FnOnce(SocketAddr) -> String,
    ) -> Self {
        let address = free_address([127, 0, 0, 1].into());
        let file = group.folder().join(format!("{name}.conf"));
        let service = origin.service.stranger().address().to_string();
        fs::write(&file, configuration(address).replace("ORIGIN", &service)).expect("a file can be written");
        let process = group.start(name, Command::new(program(name)).args(arguments).arg(file));
        Self::ready(process, address, group)
    }

    fn ready(mut process: Process, address: SocketAddr, group: Group) -> Self {
        process.until("a port", |_| TcpStream::connect(address).is_ok());
        Self { _process: process, address, _group: group }
    }

    /// Its address.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}
