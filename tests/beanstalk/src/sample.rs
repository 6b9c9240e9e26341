//! The program that the double's own tests deploy: a service that returns its name, and is sick or stubborn on
//! request.

use std::{
    convert::Infallible,
    io::{self, Write},
    net::{Ipv4Addr, SocketAddr},
    process::ExitCode,
};

use bytes::Bytes;
use clap::Parser;
use http_body_util::Full;
use hyper::{Response, StatusCode, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

/// A service for the tests of the double of Elastic Beanstalk.
#[derive(Clone, Debug, Parser)]
struct Arguments {
    /// Its response.
    says: String,
    /// Ends immediately.
    #[arg(long)]
    broken: bool,
    /// Responds with 503.
    #[arg(long)]
    sick: bool,
    /// Ignores SIGTERM.
    #[arg(long)]
    stubborn: bool,
    #[arg(long, env = "SERVER_PORT", hide = true)]
    port: u16,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.broken {
        // Without a reader the line is lost.
        drop(writeln!(io::stderr(), "the database is gone"));
        return ExitCode::from(3);
    }
    match serve(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

async fn serve(arguments: &Arguments) -> io::Result<()> {
    let mut terminated = signal(SignalKind::terminate())?;
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::UNSPECIFIED, arguments.port))).await?;
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => accepted?.0,
            _ = terminated.recv() => if arguments.stubborn { continue } else { return Ok(()) },
        };
        let Arguments { says, sick, .. } = arguments.clone();
        let service = service_fn(move |_| {
            let mut answer = Response::new(Full::new(Bytes::from(says.clone())));
            *answer.status_mut() = if sick { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
            async { Ok::<_, Infallible>(answer) }
        });
        // The client may be gone.
        tokio::spawn(async move {
            drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
        });
    }
}
