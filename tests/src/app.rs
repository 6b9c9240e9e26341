//! The service in this process, on a port of its own, over a fresh copy of the demo set.

#![expect(
    clippy::missing_panics_doc,
    reason = "a harness panics where something fails, and so fails the test"
)]

use std::{fs, net::SocketAddr, ops::Deref, sync::Arc, sync::LazyLock};

use ogrom_core::{facts::Defaults, mount::Mounted};
use ogrom_run::{Cli, Command, database, routes, sources::Sources};
use ogrom_server::{
    Paths, Pipeline, ServerOptions, Services, lifecycle::Lifecycle, limits::Limits, web::Web,
};
use ogrom_server_listen::{ConnectionOptions, Server};
use ogrom_server_sql::DatabaseLocation;
use ogrom_sources_fashion_sql::Sql;
use tempfile::TempDir;
use tokio::{net::TcpListener, runtime::Runtime};

use crate::{client::Client, tokens};

/// The users that may write.
const WRITERS: [&str; 2] = ["lena", "oscar"];

/// The locales of the service, the default first.
const LOCALES: [&str; 4] = [
    "en-GB; GBP; en, de, fr",
    "de-DE; EUR; en-GB, fr",
    "de-CH; CHF; de-DE, fr, en-GB",
    "fr-FR; EUR; en-GB, de",
];

/// The demo set as a database, made once in a process.
static DEMO: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = folder();
    let file = folder.path().join("demo.db");
    runtime().block_on(async {
        let opened = database::open(&file.as_path().into(), true).await.expect("the demo set can be loaded");
        opened.database.close().await;
    });
    fs::read(file).expect("the database is one file once it is closed")
});

/// The service, running. Its requests are anonymous unless a user is named. Stops when it is dropped.
#[derive(Debug)]
pub struct TestApp {
    stranger: Client,
    address: SocketAddr,
    routes: Mounted,
    database: Sql,
    runtime: Option<Runtime>,
    /// The database's place, if it is deleted with the service.
    folder: Option<TempDir>,
}

// === impl TestApp ===

impl TestApp {
    /// The service over the demo set.
    pub fn start() -> Self {
        Self::configured(&[])
    }

    /// The same, with these options of its command line, as far as they are about the web and about limits.
    pub fn configured(options: &[&str]) -> Self {
        let folder = folder();
        let file = folder.path().join("ogrom.db");
        fs::write(&file, &*DEMO).expect("a file can be written");
        let mut app = Self::with(&file.as_path().into(), options);
        app.folder = Some(folder);
        app
    }

    /// The service over a database that is there.
    pub fn over(location: &DatabaseLocation) -> Self {
        Self::with(location, &[])
    }

    fn with(location: &DatabaseLocation, options: &[&str]) -> Self {
        let cli = Cli::from_arguments(["ogrom"].iter().chain(options)).expect("the options are options");
        let Command::Serve(command) = cli.into_command() else { panic!("it serves") };
        let runtime = runtime();
        let (address, routes, database) = runtime.block_on(serve(location, &command.server));
        Self {
            stranger: Client::new(address).keeping_secret(WRITERS.map(token)),
            address,
            routes,
            database,
            runtime: Some(runtime),
            folder: None,
        }
    }

    /// A user who may write, on a connection of their own.
    pub fn as_user(&self, user: &str) -> Client {
        self.stranger().with_token(&token(user))
    }

    /// Another anonymous client, on a connection of its own.
    pub fn stranger(&self) -> Client {
        Client::new(self.address).keeping_secret(WRITERS.map(token))
    }

    /// Every template with the methods that are allowed there, as the `Allow` header lists them.
    pub fn leaves(&self) -> Vec<(String, String)> {
        let leaf = |(template, endpoint): (String, &ogrom_core::Endpoint)| {
            (template, endpoint.info().methods.to_string())
        };
        self.routes.leaves().map(leaf).collect()
    }
}

impl Deref for TestApp {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.stranger
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            if self.folder.is_none() {
                // Others may request it next, and as one file.
                runtime.block_on(self.database.close());
            }
            runtime.shutdown_background();
        }
        drop(self.folder.take());
    }
}

async fn serve(location: &DatabaseLocation, options: &ServerOptions) -> (SocketAddr, Mounted, Sql) {
    let web = &options.web;
    let opened = database::open(location, false).await.expect("the database can be opened");
    let database = opened.database;
    let database = Sql::from(database);
    let sources = Sources::all_from(&Arc::new(database.clone()));
    let locales = LOCALES.map(|locale| locale.parse().expect("this is how a locale is written"));
    let locales = ogrom_protocols_model::Locales::new(locales).expect("no locale is there twice");
    let services = Services { caching: web.caching(), ..Services::of_system(locales) };
    let routes = routes::service(&sources, &services).expect("the routes fit together");
    let limits = options.limits.clone().loopback_only(true);
    let tokens = WRITERS.map(|user| format!("{user}={}", token(user))).join(",");
    let pipeline = Pipeline::new(routes.clone(), tokens::authenticator(&tokens), services.identities)
        .limited(Arc::new(Limits::new(&limits, Paths::default().health, Arc::default())))
        .with_defaults(Defaults { realm: "ogrom", locale: None })
        .with_web(Web::new(web).expect("the options go together"));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("a listener has an address");
    let server = Server::new(pipeline, ConnectionOptions::default(), Lifecycle::default());
    tokio::spawn(async move { server.serve(listener).await });
    (address, routes, database)
}

/// The token of a user.
fn token(user: &str) -> String {
    format!("the-very-secret-token-of-{user}")
}

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(1).enable_all().build().expect("a thread can be started")
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}
