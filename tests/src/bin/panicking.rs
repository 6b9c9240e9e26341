//! The server of the service with its pipeline, and one route that has a defect: the effect of a panic in a real
//! process.

use std::{error::Error, io::Write, sync::Arc};

use ogrom_core::mount::Routes;
use ogrom_core_resource::{Access, Caching, Cx, Endpoint, Existence, Get, NoParameters, Resource, Result};
use ogrom_run::{
    Cli, Command,
    front::Front,
    identity::Bearers,
    limits::LimitOptions,
    log,
    server::{self, Life, Server},
    system::RandomIdentities,
};

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
    let _log = log::start(&command.log);
    log::tell_of_panics();
    let endpoint: Endpoint = Endpoint::of(Broken).get().into();
    let routes = Routes::new().at("/v1/broken", endpoint.cached(Caching::Asking)).build()?;
    let front = Front::new(routes, Bearers::default(), Arc::new(RandomIdentities)).logging(true, 0.0);
    let listener = server::listen(([127, 0, 0, 1], 0).into())?;
    let address = listener.local_addr()?;
    let mut out = std::io::stdout();
    writeln!(out, "it listens on http://{address}/v1/ with the database of nobody")?;
    Server::new(front, LimitOptions::default(), Life::default(), Arc::default()).serve(listener).await;
    Ok(())
}
