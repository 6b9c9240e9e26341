//! The document as an endpoint of the very table that it describes.

use std::{
    fmt,
    sync::{Arc, OnceLock},
    time::Duration,
};

use ogrom_core_resource::{
    Access, Caching, Cx, Endpoint, Existence, Fault, Format, Lifetimes, Result, Singleton, Text, Validators,
};
use xxhash_rust::xxh3::xxh3_64;

use crate::{DescribedRoutes, Document, Info, order::Ordered};

/// Holds the described routes, set once their table is built: the endpoint that serves their document is itself in that table.
#[derive(Clone, Default)]
pub struct DocumentCell(Arc<Cell>);

#[derive(Default)]
struct Cell {
    routes: OnceLock<(DescribedRoutes, Info)>,
    made: OnceLock<std::result::Result<Made, String>>,
}

/// A document as it is sent.
struct Made {
    text: Text,
    version: u64,
}

/// The endpoint that serves the document of its own table, made with the first request and then kept.
///
/// ```
/// use ogrom_core_openapi::{Info, DescribedRoutes, DocumentCell, document};
/// # fn build(endpoint: ogrom_core_resource::Endpoint) -> ogrom_core_route::Table<ogrom_core_resource::Endpoint> {
/// #     ogrom_core_route::TableBuilder::new().build().unwrap()
/// # }
/// # fn info() -> Info {
/// #     Info { title: "", version: "", about: "", contact: "", licence: "", token: "", token_format: "", on_every_answer: vec![] }
/// # }
///
/// let cell = DocumentCell::default();
/// let table = build(document(cell.clone()));
/// cell.set(DescribedRoutes::of(&table, |_| Vec::new()), info());
/// ```
pub fn document(cell: DocumentCell) -> Endpoint {
    let endpoint = Endpoint::from(Endpoint::of(DocumentResource { cell }).get());
    endpoint.cached(Caching::Public(Lifetimes { max_age: KEPT, ..Lifetimes::default() }))
}

/// See [`document`].
#[derive(Debug)]
pub struct DocumentResource {
    cell: DocumentCell,
}

/// The document changes with a new release of the service; until then a copy is valid for a while.
const KEPT: Duration = Duration::from_mins(5);

// === impl DocumentCell ===

impl DocumentCell {
    /// Sets the routes, from which the first request makes the document. Does nothing if they are set already.
    pub fn set(&self, routes: DescribedRoutes, info: Info) {
        let _ = self.0.routes.set((routes, info));
    }

    fn made(&self) -> Option<std::result::Result<&Made, &String>> {
        let (routes, info) = self.0.routes.get()?;
        let make = || {
            let document = Document::of(routes, info).map_err(|error| error.to_string())?;
            let text = Ordered(document.value()).to_string();
            Ok(Made { version: xxh3_64(text.as_bytes()), text: text.into() })
        };
        Some(self.0.made.get_or_init(make).as_ref())
    }
}

impl fmt::Debug for DocumentCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DocumentCell")
    }
}

// === impl DocumentResource ===

impl Singleton for DocumentResource {
    type View = Text;

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn formats(&self) -> &[Format] {
        // It is written already.
        const { &[Format::JSON_TEXT] }
    }

    async fn exists(&self, _: &Cx) -> Result<Existence<()>> {
        match self.cell.made() {
            None => Ok(Existence::Missing),
            Some(Ok(_)) => Ok(Existence::Found(())),
            Some(Err(error)) => Err(Fault::internal(error.clone())),
        }
    }

    fn validators(&self) -> Validators {
        match self.cell.made() {
            Some(Ok(made)) => Validators::version(format_args!("{:x}", made.version)),
            _ => Validators::NONE,
        }
    }

    async fn view(&self, _: &Cx) -> Result<Text> {
        let made = self.cell.made().and_then(std::result::Result::ok);
        made.map(|made| made.text.clone())
            .ok_or_else(|| Fault::internal("a document was found and is not there"))
    }
}
