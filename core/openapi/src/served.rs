//! The document as endpoints of the very table that it describes, one for each form.

use std::{
    fmt,
    marker::PhantomData,
    sync::{Arc, OnceLock},
    time::Duration,
};

use http::{HeaderMap, HeaderValue, header};
use ogrom_core_resource::{
    Access, Caching, Cx, Endpoint, Existence, Fault, Format, Get, Lifetimes, NoParameters, Resource, Result,
    Text, Validators, describe::Documented,
};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::{
    DescribedRoutes, Info,
    forms::{Form, Json},
};

/// Holds the described routes, set once their table is built: the endpoints that serve their document are themselves in that
/// table.
#[derive(Clone, Default)]
pub struct DocumentCell(Arc<OnceLock<(DescribedRoutes, Info)>>);

/// The scheme and the authority that a client has sent its request to, such as `https://api.example`: an extension of the
/// request. With it, the servers of the document are absolute, as many generators want them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(pub String);

/// A document as a request finds it.
#[derive(Debug)]
pub struct FoundDocument {
    made: Made,
    origin: Option<Origin>,
    prefix: String,
}

/// A document, written once, with [`ORIGIN`] and [`PREFIX`] in place of what differs between requests.
#[derive(Debug, Clone)]
struct Made {
    text: Arc<str>,
    version: u64,
}

/// The endpoint that serves the document of its own table in one form, made with the first request and then kept. Pages of
/// all origins may read it.
///
/// ```
/// use ogrom_core_openapi::{Info, DescribedRoutes, DocumentCell, document, forms};
/// # fn build(endpoint: ogrom_core_resource::Endpoint) -> ogrom_core_route::Table<ogrom_core_resource::Endpoint> {
/// #     ogrom_core_route::TableBuilder::new().build().unwrap()
/// # }
/// # fn info() -> Info {
/// #     Info { title: "", version: "", about: "", contact: "", licence: "", token: "", token_format: "", on_every_answer: vec![] }
/// # }
///
/// let cell = DocumentCell::default();
/// let table = build(document::<forms::Json>(cell.clone()));
/// cell.set(DescribedRoutes::of(&table, |_| Vec::new()), info());
/// ```
pub fn document<F: Form>(cell: DocumentCell) -> Endpoint {
    let resource = DocumentResource::<F> { cell, made: OnceLock::new(), form: PhantomData };
    let endpoint = Endpoint::from(Endpoint::of(resource).get());
    endpoint.cached(Caching::Public(Lifetimes { max_age: KEPT, ..Lifetimes::default() }))
}

/// See [`document`].
pub struct DocumentResource<F = Json> {
    cell: DocumentCell,
    made: OnceLock<std::result::Result<Made, String>>,
    form: PhantomData<fn() -> F>,
}

/// The document changes with a new release of the service; until then a copy is valid for a while.
const KEPT: Duration = Duration::from_mins(5);

/// The place of the origin in a document that is made for any.
const ORIGIN: &str = "{origin}";

/// The place of the prefix that clients see before all paths.
const PREFIX: &str = "{prefix}";

// === impl DocumentCell ===

impl DocumentCell {
    /// Sets the routes, from which the first request makes the document. Does nothing if they are set already.
    pub fn set(&self, routes: DescribedRoutes, info: Info) {
        let _ = self.0.set((routes, info));
    }
}

impl fmt::Debug for DocumentCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DocumentCell")
    }
}

// === impl DocumentResource ===

impl<F: Form> DocumentResource<F> {
    fn made(&self) -> Option<std::result::Result<&Made, &String>> {
        let (routes, info) = self.cell.0.get()?;
        let make = || {
            let routes = routes.clone().with_origin(ORIGIN).with_prefix(PREFIX);
            let text = F::write(routes, info).map_err(|error| error.to_string())?;
            Ok(Made { version: xxh3_64(text.as_bytes()), text: text.into() })
        };
        Some(self.made.get_or_init(make).as_ref())
    }
}

impl<F: Form> Resource for DocumentResource<F> {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = FoundDocument;

    fn documented() -> Documented {
        Documented::hidden()
    }

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        Ok(Access::Granted)
    }

    fn formats(&self) -> &[Format] {
        F::FORMATS
    }

    async fn exists(&self, cx: &Cx, (): &(), _: &NoParameters) -> Result<Existence<FoundDocument>> {
        match self.made() {
            None => Ok(Existence::Missing),
            Some(Ok(made)) => Ok(Existence::Found(FoundDocument {
                made: made.clone(),
                origin: cx.fact().cloned(),
                prefix: cx.removed_prefix().to_owned(),
            })),
            Some(Err(error)) => Err(Fault::internal(error.clone())),
        }
    }

    fn validators(&self, FoundDocument { made, origin, prefix }: &FoundDocument) -> Validators {
        let mut fingerprint = Xxh3::new();
        fingerprint.update(&made.version.to_le_bytes());
        fingerprint.update(origin.as_ref().map_or("", |Origin(origin)| origin).as_bytes());
        fingerprint.update(prefix.as_bytes());
        Validators::version(format_args!("{:x}", fingerprint.digest()))
    }
}

impl<F: Form> Get for DocumentResource<F> {
    type View = Text;

    async fn get(&self, _: &Cx, FoundDocument { made, origin, prefix }: &FoundDocument) -> Result<Text> {
        let origin = origin.as_ref().map_or("", |Origin(origin)| origin);
        Ok(made.text.replace(ORIGIN, origin).replace(PREFIX, prefix).into())
    }

    fn describe(&self, _: &Cx, FoundDocument { origin, .. }: &FoundDocument, headers: &mut HeaderMap) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        if origin.is_some() {
            // A cache that keeps one response for several origins must not mix them up.
            headers
                .append(header::VARY, HeaderValue::from_static("host, x-forwarded-host, x-forwarded-proto"));
        }
    }
}

impl<F> fmt::Debug for DocumentResource<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DocumentResource")
    }
}
