//! The contenders, all served by the same server.

mod axum;
mod ogrom;
mod raw;

use std::sync::Arc;

use bytes::Bytes;
use clap::ValueEnum;
use http::{Request, Response};
use hyper::{
    body::{Body, Incoming},
    rt::{Read, Write},
    server::conn::http1,
    service::{HttpService, service_fn},
};
use ogrom_core::mount::Mounted;
use tower_service::Service;

use crate::{BoxError, shop::Shop};

/// One way to write the same service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Contender {
    /// hyper with matchit and `serde_json`: the tools without a framework.
    Hyper,
    /// axum.
    Axum,
    /// An Ogrom endpoint with its route table.
    Ogrom,
}

/// A contender, ready to serve.
#[derive(Clone)]
pub(crate) enum Server {
    Hyper(Arc<raw::Raw>),
    Axum(::axum::Router),
    Ogrom(Mounted),
}

// === impl Contender ===

impl Contender {
    /// All of them, in the order of the tables.
    pub(crate) const ALL: [Self; 3] = [Self::Hyper, Self::Axum, Self::Ogrom];

    /// As the command line names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hyper => "hyper",
            Self::Axum => "axum",
            Self::Ogrom => "ogrom",
        }
    }

    /// Gets it ready.
    pub(crate) fn server(self) -> Result<Server, BoxError> {
        let shop = Arc::new(Shop::new());
        Ok(match self {
            Self::Hyper => Server::Hyper(Arc::new(raw::Raw::new(shop)?)),
            Self::Axum => Server::Axum(axum::router(shop)),
            Self::Ogrom => Server::Ogrom(ogrom::routes(shop)?),
        })
    }
}

// === impl Server ===

impl Server {
    /// Serves all requests of a connection; returns the connection.
    pub(crate) async fn serve<I: Read + Write + Unpin>(self, io: I) -> Result<I, BoxError> {
        match self {
            Self::Hyper(raw) => {
                connection(io, service_fn(move |request| raw::answer(raw.clone(), request))).await
            }
            Self::Axum(router) => {
                connection(io, service_fn(move |request| router.clone().call(request))).await
            }
            Self::Ogrom(mounted) => {
                connection(io, service_fn(move |request| mounted.clone().call(request))).await
            }
        }
    }
}

async fn connection<I, S, B>(io: I, service: S) -> Result<I, BoxError>
where
    I: Read + Write + Unpin,
    S: HttpService<Incoming, ResBody = B>
        + hyper::service::Service<Request<Incoming>, Response = Response<B>>,
    <S as HttpService<Incoming>>::Error: Into<BoxError>,
    B: Body<Data = Bytes> + 'static,
    B::Error: Into<BoxError>,
{
    Ok(http1::Builder::new().serve_connection(io, service).without_shutdown().await?.io)
}
