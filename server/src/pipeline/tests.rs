//! The pipeline without a listener.

use ogrom_core::mount::Routes;
use ogrom_server_identity::Authenticator;

use super::*;
use crate::{
    health,
    limits::{Limits, RequestLimits},
    system::RandomIdentities,
};

async fn status(pipeline: &Pipeline, peer: &str) -> u16 {
    let mut request = Request::get("/live").body(Body::empty()).unwrap();
    request.extensions_mut().insert(Peer(peer.parse().unwrap()));
    pipeline.respond(request).await.status().as_u16()
}

#[tokio::test]
async fn a_peer_is_held_to_the_limits_however_its_requests_came() {
    let routes = Routes::new().at("/live", health::live()).build().unwrap();
    let options = RequestLimits { client_rate: Some(1), ..RequestLimits::default() };
    let limits = Arc::new(Limits::new(&options, "/health/", Arc::default()));
    let pipeline =
        Pipeline::new(routes, Authenticator::default(), Arc::new(RandomIdentities)).limited(limits);
    let mut told = Vec::new();
    for _ in 0..20 {
        told.push(status(&pipeline, "192.0.2.1:4000").await);
    }
    assert!(told.contains(&200) && told.contains(&429), "{told:?}");
    assert_eq!(status(&pipeline, "192.0.2.2:4000").await, 200, "others are bounded by themselves");
}
