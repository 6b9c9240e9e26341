//! The oracle's reading of `Range` (RFC 9110 §14.1.2, §14.2).

use ogrom_core_resource::graph::Branch;

use super::{
    super::{Request, Script},
    accept, cbor, conditions, content,
};

/// Which part is asked for. Whatever is not one range of bytes may be ignored, and is.
pub(super) fn evaluate(request: &Request, script: &Script) -> Branch {
    let asked = || request.method == "GET" && conditions::is_same(request, script);
    let Some(range) = single(request).filter(|_| asked()) else { return Branch::Whole };
    let length = length(request, script) as u128;
    let satisfiable = match range.split_once('-') {
        Some(("", suffix)) => number(suffix).map(|suffix| suffix > 0 && length > 0),
        Some((first, "")) => number(first).map(|first| first < length),
        Some((first, last)) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => Some(first < length),
            _ => None,
        },
        None => None,
    };
    match satisfiable {
        None => Branch::Whole,
        Some(true) => Branch::Part,
        Some(false) => Branch::Unsatisfiable,
    }
}

/// The range, where there is one. The name of a unit has no case (§14.1), and empty members of a list do not count
/// (§5.6.1.2).
fn single(request: &Request) -> Option<&str> {
    let mut lines = request.lines("Range");
    let (unit, set) = lines.next()?.split_once('=')?;
    let mut members = set.split(',').map(str::trim).filter(|member| !member.is_empty());
    let only = members.next()?;
    let alone = lines.next().is_none() && members.next().is_none();
    (alone && unit.eq_ignore_ascii_case("bytes")).then_some(only)
}

fn number(digits: &str) -> Option<u128> {
    let plain = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    plain.then(|| digits.parse().unwrap_or(u128::MAX))
}

/// How many bytes the representation has.
fn length(request: &Request, script: &Script) -> usize {
    if accept::favourite(request, &script.produces).is_some_and(content::is_cbor) {
        cbor::length(&script.body)
    } else {
        script.body.to_string().len()
    }
}
