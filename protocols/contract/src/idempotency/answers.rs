//! The stored response of a request that was carried out.

use ogrom_protocols::{Claim, IdempotencyStore, StoredResponse};

use super::{a_request, an_answer, another, claim, drop_claim, granted, keep};
use crate::data::TRICKY_TEXTS;

fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// A response comes back as it was stored, as often as it is requested and long after the lease. That includes every
/// status, header fields in their order and with their repetitions, and every byte of the body.
pub async fn answer_is_replayed_exactly(store: &dyn IdempotencyStore) {
    let repeated = [("z", "1"), ("a", "2"), ("z", "3"), ("a", "2")];
    let answers = [
        StoredResponse { status: 100, headers: Vec::new(), content: Vec::new() },
        StoredResponse {
            status: 204,
            headers: vec![header("etag", "\"1\""), header("x-empty", "")],
            content: vec![0],
        },
        StoredResponse {
            status: 999,
            headers: repeated.map(|(name, value)| header(name, value)).into(),
            content: (0..=255).collect(),
        },
        StoredResponse {
            status: 200,
            headers: TRICKY_TEXTS.map(|text| header("x-text", text)).into(),
            content: vec![0; 3],
        },
        StoredResponse {
            status: 201,
            headers: vec![header("x-long", &"é".repeat(4_000))],
            content: b"{}\0".repeat(400_000),
        },
    ];
    for answer in answers {
        let request = a_request(&answer.status.to_string());
        granted(store, &request).await;
        keep(store, &request, &answer).await;
        for millis in [0, 1_000, 1_000_000] {
            let replayed = claim(store, &request, millis).await;
            assert!(replayed == Claim::Completed(answer.clone()), "{} is not as it was kept", answer.status);
        }
    }
}

/// The first response stays, and the claim can no longer be given up.
pub async fn first_answer_stays(store: &dyn IdempotencyStore) {
    let request = a_request("key");
    granted(store, &request).await;
    keep(store, &request, &an_answer("first")).await;
    keep(store, &request, &an_answer("second")).await;
    drop_claim(store, &request).await;
    assert_eq!(claim(store, &request, 1).await, Claim::Completed(an_answer("first")));
}

/// If the same request was granted anew, the first stored response is the response.
pub async fn answer_after_the_lease_is_kept(store: &dyn IdempotencyStore) {
    let request = a_request("key");
    granted(store, &request).await;
    assert_eq!(claim(store, &request, 1_000).await, Claim::Granted);
    keep(store, &request, &an_answer("slow")).await;
    keep(store, &request, &an_answer("slower")).await;
    assert_eq!(claim(store, &request, 1_001).await, Claim::Completed(an_answer("slow")));
}

/// The response to a request that was given up is not kept.
pub async fn answer_after_the_drop_is_not_kept(store: &dyn IdempotencyStore) {
    let request = a_request("key");
    granted(store, &request).await;
    drop_claim(store, &request).await;
    keep(store, &request, &an_answer("too late")).await;
    granted(store, &request).await;
    assert_eq!(claim(store, &request, 1).await, Claim::InFlight);
}

/// A response is never kept for another request, though that has the key now.
pub async fn answer_is_of_its_request_alone(store: &dyn IdempotencyStore) {
    let request = a_request("key");
    granted(store, &request).await;
    drop_claim(store, &request).await;
    granted(store, &another(&request)).await;
    keep(store, &request, &an_answer("of another request")).await;
    assert_eq!(claim(store, &another(&request), 1).await, Claim::InFlight);
}
