//! The document as an endpoint of the very table that it describes.

use std::{
    fmt,
    sync::{Arc, OnceLock},
    time::Duration,
};

use ogrom_core_resource::{
    Access, Caching, Cx, Endpoint, Existence, Fault, Format, Get, Lifetimes, NoParameters, Resource, Result,
    Text, Validators, describe::Documented,
};
use xxhash_rust::xxh3::xxh3_64;

use crate::{Document, Info, Places, order::Ordered};

/// A cell for places, filled once their table is built, since the endpoint that serves their document is in it
/// itself.
#[derive(Clone, Default)]
pub struct Shelf(Arc<Shelved>);

#[derive(Default)]
struct Shelved {
    put: OnceLock<(Places, Info)>,
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
/// use ogrom_core_openapi::{Info, Places, Shelf, document};
/// # fn build(endpoint: ogrom_core_resource::Endpoint) -> ogrom_core_route::Table<ogrom_core_resource::Endpoint> {
/// #     ogrom_core_route::Routes::new().build().unwrap()
/// # }
/// # fn info() -> Info {
/// #     Info { title: "", version: "", about: "", contact: "", licence: "", token: "", token_format: "", on_every_answer: vec![] }
/// # }
///
/// let shelf = Shelf::default();
/// let table = build(document(shelf.clone()));
/// shelf.put(Places::of(&table, |_| Vec::new()), info());
/// ```
pub fn document(shelf: Shelf) -> Endpoint {
    let endpoint = Endpoint::from(Endpoint::of(DocumentResource { shelf }).get());
    endpoint.cached(Caching::Public(Lifetimes { max_age: KEPT, ..Lifetimes::default() }))
}

/// See [`document`].
#[derive(Debug)]
pub struct DocumentResource {
    shelf: Shelf,
}

/// The document changes with a new release of the service; until then a copy is valid for a while.
const KEPT: Duration = Duration::from_mins(5);

// === impl Shelf ===

impl Shelf {
    /// Sets the places, from which the first request makes the document. Later calls change nothing.
    pub fn put(&self, places: Places, info: Info) {
        let _ = self.0.put.set((places, info));
    }

    fn made(&self) -> Option<std::result::Result<&Made, &String>> {
        let (places, info) = self.0.put.get()?;
        let make = || {
            let document = Document::of(places, info).map_err(|error| error.to_string())?;
            let text = Ordered(document.value()).to_string();
            Ok(Made { version: xxh3_64(text.as_bytes()), text: text.into() })
        };
        Some(self.0.made.get_or_init(make).as_ref())
    }
}

impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shelf")
    }
}

// === impl DocumentResource ===

impl Resource for DocumentResource {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    fn documented() -> Documented {
        Documented::hidden()
    }

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn formats(&self) -> &[Format] {
        // It is written already.
        const { &[Format::JSON_TEXT] }
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        match self.shelf.made() {
            None => Ok(Existence::Missing),
            Some(Ok(_)) => Ok(Existence::Found(())),
            Some(Err(error)) => Err(Fault::internal(error.clone())),
        }
    }

    fn validators(&self, (): &()) -> Validators {
        match self.shelf.made() {
            Some(Ok(made)) => Validators::version(format_args!("{:x}", made.version)),
            _ => Validators::NONE,
        }
    }
}

impl Get for DocumentResource {
    type View = Text;

    async fn get(&self, _: &Cx, (): &()) -> Result<Text> {
        let made = self.shelf.made().and_then(std::result::Result::ok);
        made.map(|made| made.text.clone())
            .ok_or_else(|| Fault::internal("a document was found and is not there"))
    }
}
