//! The service behind nginx, haproxy, Varnish and Squid.

mod cached;
mod compressed;
mod prefixed;
mod proxy;

use ogrom_tests::client::Client;
use serde_json::{Value, json};

use self::proxy::Proxy;
use crate::ogrom::{Folder, Service};

const TOKEN: &str = "the-token-of-lena";

/// A service without compression of its own, behind proxies.
struct Origin {
    _folder: Folder,
    service: Service,
}

// === impl Origin ===

impl Origin {
    /// A service with these options beside.
    fn start(options: &[&str]) -> Self {
        let folder = Folder::new();
        let mut command = folder.ogrom(&[&["--port", "0", "--compression", "false"], options].concat());
        let service = Service::start(command.env("OGROM_TOKENS", format!("lena={TOKEN}")));
        Self { service, _folder: folder }
    }

    /// Lena, without a proxy.
    fn lena(&self) -> Client {
        self.service.stranger().with_token(TOKEN)
    }
}

/// Lena, through a proxy.
fn lena_through(proxy: &Proxy) -> Client {
    stranger_through(proxy).with_token(TOKEN)
}

/// An anonymous client, through a proxy.
fn stranger_through(proxy: &Proxy) -> Client {
    Client::new(proxy.address()).through_proxy()
}

/// A collage that is long enough to be compressed.
fn long(id: &str, title: &str) -> Value {
    json!({ "id": id, "title": title, "description": "Long enough. ".repeat(500), "items": [] })
}
