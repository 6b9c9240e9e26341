//! The listener: the API of AWS at `/`, and the test interface of the double itself under `/double/`.

mod control;

use std::{io, sync::Arc};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Method, Request, Response, StatusCode,
    body::Incoming,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, SERVER},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

pub(crate) use crate::server::control::state;
use crate::{
    actions::{self, Answer, Call},
    core::Core,
    query::{node, params::Params},
    world::{
        Refusal,
        fault::{self, Fault, What, strikes},
        version::Location,
    },
};

/// The `Server` of every response.
const NAME: &str = "double-of-elastic-beanstalk";

/// The most bytes that a call may have.
const LARGEST: usize = 1024 * 1024;

/// The connection ends without a response.
#[derive(Debug, thiserror::Error)]
#[error("the response is lost, as that fault was requested")]
struct Lost;

/// Serves calls, for ever.
pub(crate) async fn serve(listener: TcpListener, core: Arc<Core>) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        let core = Arc::clone(&core);
        tokio::spawn(async move {
            let service = service_fn(|request| answer(&core, request));
            // The caller may be gone, or its connection was to be lost.
            drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
        });
    }
}

async fn answer(core: &Arc<Core>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Lost> {
    let (head, body) = request.into_parts();
    let body = match Limited::new(body, LARGEST).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => Bytes::new(),
    };
    if let Some(path) = head.uri.path().strip_prefix("/double/") {
        let (status, content) = control::answer(core, &head.method, path, &body).await;
        return Ok(response(status, "application/json", content.to_string().into()));
    }
    let form =
        if head.method == Method::GET { head.uri.query().unwrap_or_default().as_bytes() } else { &body };
    let name = core.world().request();
    let params = Params::read(form);
    let action = params.action().unwrap_or_default();
    let authorization = head.headers.get(AUTHORIZATION).map(HeaderValue::as_bytes).unwrap_or_default();
    let called = if authorization.starts_with(b"AWS4-HMAC-SHA256 ") {
        let struck = fault::strike(&mut core.world().faults, &action);
        let call = Call { action: &action, params: &params, request: &name, struck: &struck, policy: None };
        let called = carry_out(core, call).await;
        if strikes(&struck, What::SwapAppliedAnswerLost) {
            return Err(Lost);
        }
        called
    } else {
        Err(Refusal::unsigned())
    };
    let (status, content) = match called {
        Ok(result) => (StatusCode::OK, node::answered(&action, result, &name)),
        Err(refusal) => {
            let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, node::refused(&refusal, &name))
        }
    };
    let mut answer = response(status, "text/xml", content.into());
    let name = HeaderValue::from_str(&name).expect("it is made of digits");
    answer.headers_mut().insert("x-amzn-requestid", name);
    Ok(answer)
}

/// Carries a call out, with all that it needs outside of the world.
async fn carry_out(core: &Arc<Core>, call: Call<'_>) -> Answer {
    before(core, call.struck)?;
    let policy = core.policy();
    let call = Call { policy: policy.as_ref(), ..call };
    if call.action == "CreateApplicationVersion" {
        let at = actions::source(call.params)?;
        core.store.find(&at).await.map_err(Refusal::combination)?;
    }
    let bundle = doomed(core, &call);
    let answer = actions::carry_out(&mut core.world(), &call);
    core.dispatch();
    if let Some(bundle) = bundle.filter(|_| answer.is_ok()) {
        core.store.delete(&bundle).await.map_err(Refusal::bundle_stays)?;
    }
    answer
}

/// The faults that happen before a call is carried out.
fn before(core: &Core, struck: &[Fault]) -> Result<(), Refusal> {
    if strikes(struck, What::Throttled) {
        return Err(Refusal::throttled());
    }
    if strikes(struck, What::InternalErrorOnce) {
        return Err(Refusal::internal());
    }
    core.world().swap_by_somebody_else(struck);
    Ok(())
}

/// The bundle that is to be deleted with its version.
fn doomed(core: &Core, call: &Call<'_>) -> Option<Location> {
    let wanted =
        call.action == "DeleteApplicationVersion" && call.params.flag("DeleteSourceBundle") == Ok(true);
    let (application, label) = (call.params.text("ApplicationName")?, call.params.text("VersionLabel")?);
    let world = core.world();
    let version = world.version(&application, &label).ok().filter(|_| wanted)?;
    Some(version.bundle.clone())
}

fn response(status: StatusCode, content_type: &'static str, content: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(content));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response.headers_mut().insert(SERVER, HeaderValue::from_static(NAME));
    response
}
