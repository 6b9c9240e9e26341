//! Our endpoints in a tower stack, after an authentication that the platform does not know.
//!
//! A client with a key composes collages. A layer checks the key and leaves a fact, [`Authentication`]. The endpoints decide
//! what that user may do.
//!
//! ```sh
//! cargo run -p ogrom-core-examples --bin in_tower
//! collage='{"title": "Sunday", "items": []}'
//! curl -i localhost:3000/collages -H 'Content-Type: application/json' -d "$collage"                         # 401
//! curl -i localhost:3000/collages -H 'Content-Type: application/json' -d "$collage" -H 'X-Key: anns-secret' # 201
//! curl -i localhost:3000/collages
//! ```

use std::{
    error::Error,
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use http::{HeaderValue, Request};
use hyper::server::conn::http1;
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use ogrom_core::{
    facts::{Authentication, AuthenticationError, Challenge},
    mount::Routes,
    scope::WRITE,
};
use ogrom_core_fashion::{
    collage::{CollageLoader, collage, collages},
    comment::{CollageCommentsResource, CommentLoader, CommentResource},
    like::{CollageLikesResource, UserLikesResource},
    product::ProductResource,
    user::{UserCollagesResource, user},
};
use ogrom_protocols::{Clock, Context, IdGenerator, Principal};
use ogrom_protocols_fashion::UserImport;
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::{Timestamp, Version};
use ogrom_sources_fashion_memory::Memory;
use tokio::net::TcpListener;
use tower::ServiceBuilder;

/// Time and identifiers: a service has the system's clock, and identifiers that cannot be guessed.
#[derive(Default)]
struct Counter(AtomicU64);

impl Clock for Counter {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_700_000_000_000)
    }
}

impl IdGenerator for Counter {
    fn generate(&self) -> String {
        format!("made-{}", self.0.fetch_add(1, Ordering::Relaxed))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let memory = Arc::new(Memory::default());
    let today = Timestamp::from_millis(1_700_000_000_000);
    let ann =
        User { id: "ann".parse()?, name: None, version: Version::FIRST, created: today, modified: today };
    let at_start = Context::new("start", Arc::new("en-GB; GBP; en".parse()?));
    memory.import_users(&at_start, std::slice::from_ref(&ann)).await?;

    let loader = CollageLoader {
        collages: memory.clone(),
        products: memory.clone(),
        users: memory.clone(),
        likes: memory.clone(),
    };
    let comments = CommentLoader { comments: memory.clone(), users: memory.clone() };
    let system = Arc::new(Counter::default());
    let routes = Routes::new()
        .at("/collages", collages(loader.clone(), memory.clone(), system.clone(), system.clone()))
        .at("/collages/{collage}", collage(loader, comments, memory.clone(), system))
        .at("/users/{user}", user(memory))
        .without::<CollageCommentsResource>()
        .without::<CollageLikesResource>()
        .without::<CommentResource>()
        .without::<ProductResource>()
        .without::<UserCollagesResource>()
        .without::<UserLikesResource>()
        .build()?;

    let ann = Authentication::Authenticated(Principal::new(ann.id), WRITE.into());
    let stack = ServiceBuilder::new()
        .concurrency_limit(100)
        .map_request(move |request| identified(request, &ann))
        .service(routes);

    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    writeln!(io::stdout(), "http://{}", listener.local_addr()?)?;
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(stack.clone());
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

/// Says who asks. Whoever shows no key is a stranger, who may read.
fn identified<B>(mut request: Request<B>, ann: &Authentication) -> Request<B> {
    let identity = match request.headers().get("x-key").map(HeaderValue::as_bytes) {
        None => Authentication::Anonymous,
        Some(b"anns-secret") => ann.clone(), // a real one compares secrets in constant time
        Some(_) => Authentication::Rejected(AuthenticationError::Token("nobody has this key")),
    };
    let facts = request.extensions_mut();
    facts.insert(identity);
    facts.insert(Challenge("Key realm=\"collages\"".into())); // what a 401 asks for, in place of a bearer token
    request
}
