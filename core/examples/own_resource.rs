//! A resource of one's own, written with our engine, beside our endpoints in one table.
//!
//! A theatre wants to list which part each user plays. Its resource checks with our source that the user exists, uses
//! our permissions, and links to our endpoint, which does not know it.
//!
//! ```sh
//! cargo run -p ogrom-core-examples --bin own_resource
//! curl -i localhost:3000/users/ann/part
//! curl -i localhost:3000/users/ben/part      # 404: there is no such user
//! ```

use std::{
    collections::BTreeMap,
    error::Error,
    io::{self, Write},
    sync::Arc,
};

use hyper::server::conn::http1;
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use ogrom_core::{facts::context, mount::Routes, permission, source::fault};
use ogrom_core_fashion::{
    like::UserLikesResource,
    user::{UserCollagesResource, UserPath, UserResource, user},
};
use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Get, LinkTo, NoParameters, Resource, Result, Validators,
};
use ogrom_protocols::Context;
use ogrom_protocols_fashion::{UserImport, UserReader};
use ogrom_protocols_fashion_model::User;
use ogrom_protocols_model::{Timestamp, UserId, Version};
use ogrom_sources_fashion_memory::Memory;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::net::TcpListener;

/// The cast.
struct Cast {
    users: Arc<dyn UserReader>,
    parts: BTreeMap<UserId, &'static str>,
}

/// A part, as clients see it.
#[derive(Serialize, JsonSchema)]
struct PartView {
    part: String,
    /// Where the player is shown.
    player: Option<String>,
}

impl Resource for Cast {
    type Path = UserPath;
    type Parameters = NoParameters;
    type Entity = (UserId, &'static str);

    fn links() -> Vec<LinkTo> {
        vec![LinkTo::of::<UserResource>()] // a table without it is refused when it is built
    }

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        Ok(permission::require_write(cx))
    }

    async fn exists(&self, cx: &Cx, path: &UserPath, _: &NoParameters) -> Result<Existence<Self::Entity>> {
        let user = self.users.user_by_id(&context(cx), &path.user).await.map_err(fault)?;
        let part = |user: User| self.parts.get(&user.id).map(|part| (user.id, *part));
        Ok(user.and_then(part).into())
    }

    fn validators(&self, _: &Self::Entity) -> Validators {
        Validators::FROM_CONTENT
    }
}

impl Get for Cast {
    type View = PartView;

    async fn get(&self, cx: &Cx, (user, part): &Self::Entity) -> Result<PartView> {
        let player = cx.link_to::<UserResource>(&UserPath { user: user.clone() });
        Ok(PartView { part: (*part).to_owned(), player })
    }
}

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn Error>> {
    let memory = Arc::new(Memory::default());
    let at_start = Context::new("start", Arc::new("en-GB; GBP; en".parse()?));
    let today = Timestamp::from_millis(1_700_000_000_000);
    let ann =
        User { id: "ann".parse()?, name: None, version: Version::FIRST, created: today, modified: today };
    memory.import_users(&at_start, &[ann]).await?;

    let cast =
        Cast { users: memory.clone(), parts: [("ann".parse()?, "Puck"), ("ben".parse()?, "Wall")].into() };
    let theatre = Routes::new()
        .at("/users/{user}", user(memory))
        .at("/users/{user}/part", Endpoint::of(cast).get().into())
        .without::<UserCollagesResource>() // nobody composes collages here or likes any: users come without links to theirs
        .without::<UserLikesResource>()
        .build()?;

    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    writeln!(io::stdout(), "http://{}", listener.local_addr()?)?;
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(theatre.clone());
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}
