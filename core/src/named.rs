//! Identifiers that clients choose in request bodies.

use std::{fmt::Display, str::FromStr};

use ogrom_core_resource::Invalid;
use ogrom_protocols_model::Timestamp;

/// Checks the identifier that a request body names at `/id`. For something new it must be an identifier; for what is `there`
/// it must be the same one. An absent identifier is right. Returns the fault, with the code `id` or `other`.
pub fn fault<I: FromStr<Err: Display> + Display>(named: Option<&str>, there: Option<&I>) -> Option<Invalid> {
    let named = named?;
    match there {
        Some(there) if there.to_string() == named => None,
        Some(there) => Some(Invalid::content("/id", "other", format!("must be '{there}' or absent"))),
        None => named.parse::<I>().err().map(|error| Invalid::content("/id", "id", error.to_string())),
    }
}

/// The date of the last change of something new that a client has named. It is in the next second, since another thing of
/// that name may have been deleted in this one, and dates of HTTP name seconds.
pub fn dated(now: Timestamp) -> Timestamp {
    now.succeeding(now)
}
