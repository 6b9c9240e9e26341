//! Identifiers that clients name in content.

use std::{fmt::Display, str::FromStr};

use ogrom_core_resource::Invalid;
use ogrom_protocols_model::Timestamp;

/// What is wrong with the identifier that content names: of something new, that it is none; of what is there, that it
/// is another one.
pub(crate) fn fault<I: FromStr<Err: Display> + Display>(
    named: Option<&str>,
    there: Option<&I>,
) -> Option<Invalid> {
    let named = named?;
    match there {
        Some(there) if there.to_string() == named => None,
        Some(there) => Some(Invalid::content("/id", "other", format!("must be '{there}' or absent"))),
        None => named.parse::<I>().err().map(|error| Invalid::content("/id", "id", error.to_string())),
    }
}

/// The last change of what a client has named and made now. Another thing may have had the name a moment ago, and been known by
/// the date of this very second, which names seconds as all dates of HTTP do.
pub(crate) fn dated(now: Timestamp) -> Timestamp {
    now.succeeding(now)
}
