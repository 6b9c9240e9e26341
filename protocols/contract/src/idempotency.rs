//! The rules for requests that must happen once.

pub mod answers;
pub mod keys;

use std::time::Duration;

use futures_util::future::join_all;
use ogrom_protocols::{Claim, IdempotencyKey, IdempotencyStore, StoredResponse};

use crate::{
    data::{at, context, parse},
    expect::ok,
};

const LEASE: Duration = Duration::from_secs(1);

fn a_request(key: &str) -> IdempotencyKey {
    IdempotencyKey { user: parse("ann"), key: key.to_owned(), fingerprint: "print".to_owned() }
}

/// Another request of the same key.
fn another(request: &IdempotencyKey) -> IdempotencyKey {
    IdempotencyKey { fingerprint: "Print".to_owned(), ..request.clone() }
}

fn an_answer(content: &str) -> StoredResponse {
    StoredResponse { status: 201, headers: Vec::new(), content: content.into() }
}

/// The result of a claim on the request so many milliseconds after the beginning.
async fn claim(store: &dyn IdempotencyStore, request: &IdempotencyKey, millis: i64) -> Claim {
    ok(store.claim(&context(), request, at(millis), LEASE).await)
}

/// Claims the request, which must be free, at the beginning.
async fn granted(store: &dyn IdempotencyStore, request: &IdempotencyKey) {
    assert_eq!(claim(store, request, 0).await, Claim::Granted);
}

async fn keep(store: &dyn IdempotencyStore, request: &IdempotencyKey, answer: &StoredResponse) {
    ok(store.store(&context(), request, answer).await);
}

async fn drop_claim(store: &dyn IdempotencyStore, request: &IdempotencyKey) {
    ok(store.drop_claim(&context(), request).await);
}

/// A request is granted once, and is in flight for all other callers until its lease has run out, even if clocks
/// disagree.
pub async fn is_granted_once(store: &dyn IdempotencyStore) {
    let request = a_request("key");
    granted(store, &request).await;
    for millis in [0, 1, 999, -5] {
        assert_eq!(claim(store, &request, millis).await, Claim::InFlight, "after {millis} ms");
    }
}

/// A claim without a response is granted anew when its lease has run out, and for a whole lease.
pub async fn is_granted_anew_after_the_lease(store: &dyn IdempotencyStore) {
    let request = a_request("key");
    granted(store, &request).await;
    assert_eq!(claim(store, &request, 1_000).await, Claim::Granted);
    assert_eq!(claim(store, &request, 1_999).await, Claim::InFlight);
    assert_eq!(claim(store, &request, 2_000).await, Claim::Granted);
    assert_eq!(claim(store, &request, -60_000).await, Claim::Granted, "after a clock was set back");
}

/// Another request does not get the key: not while the first is in flight, not when its lease has run out, and not
/// when it has a response. The first does not notice.
pub async fn key_of_another_request_is_taken(store: &dyn IdempotencyStore) {
    let request = a_request("key");
    granted(store, &request).await;
    assert_eq!(claim(store, &another(&request), 1).await, Claim::Taken);
    assert_eq!(claim(store, &another(&request), 5_000).await, Claim::Taken);
    assert_eq!(claim(store, &request, 999).await, Claim::InFlight);
    keep(store, &request, &an_answer("done")).await;
    assert_eq!(claim(store, &another(&request), 1).await, Claim::Taken);
    assert_eq!(claim(store, &request, 1).await, Claim::Completed(an_answer("done")));
}

/// A claim that was given up is free immediately, for a request with another body, too.
pub async fn dropped_claim_is_free(store: &dyn IdempotencyStore) {
    let (request, bystander) = (a_request("key"), a_request("bystander"));
    granted(store, &request).await;
    granted(store, &bystander).await;
    drop_claim(store, &request).await;
    assert_eq!(claim(store, &another(&request), 1).await, Claim::Granted);
    assert_eq!(claim(store, &request, 1).await, Claim::Taken);
    assert_eq!(claim(store, &bystander, 1).await, Claim::InFlight);
}

/// A caller that gives up the claim of another one changes nothing.
pub async fn claim_of_another_request_is_not_dropped(store: &dyn IdempotencyStore) {
    let request = a_request("key");
    granted(store, &request).await;
    drop_claim(store, &another(&request)).await;
    assert_eq!(claim(store, &request, 1).await, Claim::InFlight);
}

/// A request that was never claimed can be kept, dropped and forgotten without any effect.
pub async fn what_was_never_claimed_is_no_error(store: &dyn IdempotencyStore) {
    let request = a_request("key");
    keep(store, &request, &an_answer("out of nowhere")).await;
    drop_claim(store, &request).await;
    assert_eq!(ok(store.forget_before(&context(), at(0)).await), 0);
    granted(store, &request).await;
}

/// Only requests claimed before the instant are forgotten, with or without a response, and counted.
pub async fn only_older_claims_are_forgotten(store: &dyn IdempotencyStore) {
    let [open, answered, renewed, young] = ["open", "answered", "renewed", "young"].map(a_request);
    for old in [&open, &answered, &renewed] {
        granted(store, old).await;
    }
    keep(store, &answered, &an_answer("done")).await;
    for late in [&renewed, &young] {
        assert_eq!(claim(store, late, 5_000).await, Claim::Granted);
    }
    assert_eq!(ok(store.forget_before(&context(), at(0)).await), 0);
    assert_eq!(ok(store.forget_before(&context(), at(5_000)).await), 2);
    assert_eq!(ok(store.forget_before(&context(), at(5_000)).await), 0);
    for late in [&renewed, &young] {
        assert_eq!(claim(store, late, 5_001).await, Claim::InFlight);
    }
    assert_eq!(claim(store, &open, 0).await, Claim::Granted);
    assert_eq!(claim(store, &another(&answered), 0).await, Claim::Granted);
}

/// Of concurrent claims of the same request, one is granted: when it is new, and when its lease has run out.
pub async fn one_of_many_claims_is_granted(store: &dyn IdempotencyStore) {
    let (context, request) = (context(), a_request("key"));
    for millis in [0, 1_000] {
        let claim = async |_| ok(store.claim(&context, &request, at(millis), LEASE).await);
        let mut claims = join_all((0..8).map(claim)).await;
        claims.retain(|claim| *claim != Claim::InFlight);
        assert_eq!(claims, [Claim::Granted], "after {millis} ms");
    }
}
