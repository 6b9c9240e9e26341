//! Identifiers that clients send: the one that they choose for something new, and those of a list that they want.

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

/// The identifiers that a query parameter such as `id` lists; absent where it lists none. A text that is no identifier names
/// nothing. The parameter must be `alone`: beside others that narrow or continue a list it is a fault, with the code `alone`.
/// Identifiers in one text, with commas between them, are a fault, with the code `list`.
pub fn listed<I: FromStr>(
    parameter: &'static str,
    ids: &[String],
    alone: bool,
) -> Result<Option<Vec<I>>, Vec<Invalid>> {
    match ids {
        [] => Ok(None),
        _ if !alone => {
            Err(vec![Invalid::query(parameter, "alone", "goes with no filter, no order and no 'cursor'")])
        }
        ids if ids.iter().any(|id| id.contains(',')) => {
            let words = format!("names one thing; repeat it for more, as {parameter}=a&{parameter}=b");
            Err(vec![Invalid::query(parameter, "list", words)])
        }
        ids => Ok(Some(ids.iter().filter_map(|id| id.parse().ok()).collect())),
    }
}
