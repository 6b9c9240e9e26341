//! The names that clients give to requests.

use ogrom_protocols::{Claim, IdempotencyKey, IdempotencyStore};

use super::{a_request, an_answer, claim, drop_claim, granted, keep};
use crate::data::{TRICKY_TEXTS, parse};

/// Each of these keys is claimed, and gets its response, for itself.
async fn are_apart(store: &dyn IdempotencyStore, keys: &[&str]) {
    for key in keys {
        granted(store, &a_request(key)).await;
    }
    for key in keys {
        keep(store, &a_request(key), &an_answer(key)).await;
    }
    for key in keys {
        assert_eq!(claim(store, &a_request(key), 1).await, Claim::Completed(an_answer(key)), "{key:?}");
    }
}

/// A key may be any text, the empty one too.
pub async fn key_may_be_any_text(store: &dyn IdempotencyStore) {
    are_apart(store, &TRICKY_TEXTS).await;
}

/// Keys are compared byte by byte: case, accents, blanks, marks and zeros distinguish them.
pub async fn keys_are_compared_exactly(store: &dyn IdempotencyStore) {
    let keys = [
        "key",
        "KEY",
        "key ",
        " key",
        "kéy",
        "ke\u{301}y",
        "key\0",
        "key\0a",
        "key\0b",
        "%",
        "_",
        "1",
        "01",
        "1.0",
    ];
    are_apart(store, &keys).await;
}

/// A key may have 255 bytes, and is distinguished by the last of them.
pub async fn key_may_be_long(store: &dyn IdempotencyStore) {
    let (long, other) = (format!("{}é1", "x".repeat(252)), format!("{}é2", "x".repeat(252)));
    assert_eq!(long.len(), 255);
    are_apart(store, &[&long, &other, &"👗".repeat(63)]).await;
}

/// The keys of different users never meet. The users need not be there.
pub async fn keys_of_different_users_never_meet(store: &dyn IdempotencyStore) {
    let of = |user: &str, key: &str| IdempotencyKey { user: parse(user), ..a_request(key) };
    // Some that would meet if user and key were put into one text.
    let requests = [of("ann", "key"), of("ANN", "key"), of("ben", "key"), of("a", "nnkey"), of("annk", "ey")];
    for request in &requests {
        granted(store, request).await;
    }
    let [ann, ben] = [&requests[0], &requests[2]];
    keep(store, ann, &an_answer("for ann")).await;
    drop_claim(store, ben).await;
    assert_eq!(claim(store, ann, 1).await, Claim::Completed(an_answer("for ann")));
    assert_eq!(claim(store, ben, 1).await, Claim::Granted);
    for other in [&requests[1], &requests[3], &requests[4]] {
        assert_eq!(claim(store, other, 1).await, Claim::InFlight, "{other:?}");
    }
}
