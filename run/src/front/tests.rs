//! Who is held to what, whatever brought the request here.

use ogrom_core::mount::Routes;

use super::*;
use crate::{health, system::RandomIdentities};

async fn status(front: &Front, peer: &str) -> u16 {
    let mut request = Request::get("/live").body(Body::empty()).unwrap();
    request.extensions_mut().insert(Peer(peer.parse().unwrap()));
    front.answer(request).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_peer_is_held_to_the_limits_however_its_requests_came() {
    let routes = Routes::new().at("/live", health::live()).build().unwrap();
    let options = LimitOptions { client_rate: Some(1), ..LimitOptions::default() };
    let limits = Arc::new(Limits::new(&options, Arc::default()));
    let front = Front::new(routes, Bearers::default(), Arc::new(RandomIdentities)).limited(limits);
    let mut told = Vec::new();
    for _ in 0..20 {
        told.push(status(&front, "192.0.2.1:4000").await);
    }
    assert!(told.contains(&200) && told.contains(&429), "{told:?}");
    assert_eq!(status(&front, "192.0.2.2:4000").await, 200, "others are bounded by themselves");
}
