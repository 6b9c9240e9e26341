//! The server of the service with its pipeline, and one route that has a defect: the effect of a panic in a real
//! process.

use std::{error::Error, io::Write, sync::Arc};

use ogrom_core::mount::Routes;
use ogrom_core_resource::{Access, Caching, Cx, Endpoint, Existence, Get, NoParameters, Resource, Result};
use ogrom_run::{Cli, Command};
use ogrom_server::{Pipeline, lifecycle::Lifecycle, system::RandomIdentities};
use ogrom_server_identity::Authenticator;
use ogrom_server_listen::{ConnectionOptions, Server, bind};
use ogrom_server_telemetry::{install_panic_hook, log};

/// Has a defect.
struct Broken;

// === impl Broken ===

impl Resource for Broken {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        panic!("planted")
    }
}

impl Get for Broken {
    type View = ();

    async fn get(&self, _: &Cx, (): &()) -> Result<()> {
        Ok(())
    }
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn Error>> {
    let Command::Serve(command) = Cli::from_arguments(["ogrom"])?.into_command() else {
        return Err("it serves by default".into());
    };
    let _log = log::start(&command.server.log);
    install_panic_hook();
    let endpoint: Endpoint = Endpoint::of(Broken).get().into();
    let routes = Routes::new().at("/v1/broken", endpoint.cached(Caching::Revalidate)).build()?;
    let pipeline = Pipeline::new(routes, Authenticator::default(), Arc::new(RandomIdentities));
    let listener = bind(([127, 0, 0, 1], 0).into())?;
    let address = listener.local_addr()?;
    let mut out = std::io::stdout();
    writeln!(out, "it listens on http://{address}/v1/ with the database of nobody")?;
    let server = Server::new(pipeline.logging(true, 0.0), ConnectionOptions::default(), Lifecycle::default());
    server.serve(listener).await;
    Ok(())
}
