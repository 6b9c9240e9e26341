//! The oracle's reading of `Prefer` (RFC 7240 §2, §4.2).

use super::{super::Request, accept::outside_quotes};

/// Whether the client would rather have no representation of the result of its request. Of preferences with the same
/// name the first counts.
pub(super) fn is_minimal(request: &Request) -> bool {
    let preferences = request.lines("Prefer").flat_map(|line| outside_quotes(line, ','));
    let mut named = preferences.filter_map(|preference| {
        let parts = outside_quotes(&preference, ';');
        let (name, value) = parts.first()?.split_once('=')?;
        Some((name.trim().to_lowercase(), value.trim().trim_matches('"').to_owned()))
    });
    named.find(|(name, _)| name == "return").is_some_and(|(_, value)| value == "minimal")
}
