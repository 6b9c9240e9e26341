//! A service of one endpoint in one file: the engine, hyper, and nothing else of ours.
//!
//! The note on the fridge can be read and rewritten, and no writer overwrites a version that they have not seen.
//!
//! ```sh
//! cargo run -p ogrom-core-examples --bin single_file
//! curl -i localhost:3000 -H 'Accept: application/json'
//! note='{"text": "Milk, butter"}'
//! curl -i -X PUT localhost:3000 -H 'Content-Type: application/json' -d "$note"                        # 428
//! curl -i -X PUT localhost:3000 -H 'Content-Type: application/json' -d "$note" -H 'If-Match: "dc2a717866e8044d-json"' # 200
//! ```

use std::{
    error::Error,
    io::{self, Write},
};

use hyper::server::conn::http1;
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Fingerprint, Get, NoParameters, Outcome, Put, Resource, Result,
    Validators,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::{net::TcpListener, sync::RwLock};

/// The data that clients see and send. Its schema also validates it.
#[derive(Debug, Clone, PartialEq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)] // so that a name that is misspelt is told, and not passed over
struct Note {
    #[schemars(length(min = 1, max = 80))]
    text: String,
}

struct Fridge(RwLock<Note>);

impl Resource for Fridge {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = Note;

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<Note>> {
        Ok(Existence::Found(self.0.read().await.clone()))
    }

    fn demands_condition(&self) -> bool {
        true
    }

    fn validators(&self, note: &Note) -> Validators {
        let mut all = Fingerprint::default();
        all.add(note);
        Validators::fingerprint(all)
    }
}

impl Get for Fridge {
    type View = Note;

    async fn get(&self, _: &Cx, note: &Note) -> Result<Note> {
        Ok(note.clone())
    }
}

impl Put for Fridge {
    type Body = Note;

    async fn put(&self, _: &Cx, (): &(), before: Option<Note>, note: Note) -> Result<Outcome<Note>> {
        let mut now = self.0.write().await;
        if before.as_ref() != Some(&*now) {
            return Ok(Outcome::Stale); // somebody was faster
        }
        now.clone_from(&note);
        Ok(Outcome::Ok(note))
    }
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn Error>> {
    let fridge = Fridge(RwLock::new(Note { text: "Milk".to_owned() }));
    let fridge: Endpoint = Endpoint::of(fridge).get().put().into();

    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    writeln!(io::stdout(), "http://{}", listener.local_addr()?)?;
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(fridge.clone());
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}
