//! The oracle's reading of preconditions (RFC 9110 §13): each field by itself, and then a table.

use ogrom_core_resource::graph::Branch;

use super::{
    super::{Request, Script, script::Existence},
    dates, reads,
};

/// The result of a condition. A field that is no condition has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Nothing,
    True,
    False,
}

/// A row of the table: the required result of each field for the row to hold, if any, and the outcome.
struct Row {
    if_match: Option<Says>,
    if_unmodified_since: Option<Says>,
    if_none_match: Option<Says>,
    if_modified_since: Option<Says>,
    reads: Option<bool>,
    answer: Branch,
}

/// Any of it.
const ANY: Row = Row {
    if_match: None,
    if_unmodified_since: None,
    if_none_match: None,
    if_modified_since: None,
    reads: None,
    answer: Branch::Met,
};

/// §13.2.2, step by step. The first row that holds decides.
const TABLE: [Row; 6] = [
    Row { if_match: Some(Says::False), answer: Branch::Failed, ..ANY },
    Row {
        if_match: Some(Says::Nothing),
        if_unmodified_since: Some(Says::False),
        answer: Branch::Failed,
        ..ANY
    },
    Row { if_none_match: Some(Says::False), reads: Some(true), answer: Branch::Unmodified, ..ANY },
    Row { if_none_match: Some(Says::False), reads: Some(false), answer: Branch::Failed, ..ANY },
    Row {
        if_none_match: Some(Says::Nothing),
        if_modified_since: Some(Says::False),
        reads: Some(true),
        answer: Branch::Unmodified,
        ..ANY
    },
    ANY,
];

/// Whether the request guards a write (RFC 6585 §3). A field that is no date is no condition (RFC 9110 §13.1.4).
pub(super) fn guarded(request: &Request) -> bool {
    request.has("If-Match") || date(request, "If-Unmodified-Since").is_some()
}

/// Whether the client's part is of exactly the found representation (RFC 9110 §13.1.5). A weak tag is never enough.
pub(super) fn is_same(request: &Request, script: &Script) -> bool {
    if !request.has("If-Range") {
        return true;
    }
    if request.lines("If-Range").nth(1).is_some() {
        return false;
    }
    let tag = request.lines("If-Range").next().filter(|tag| tag.starts_with('"'));
    let changed = script.last_modified.map(|at| at.as_millisecond().div_euclid(1000));
    match (tag, date(request, "If-Range")) {
        (Some(tag), _) => script.etag.as_deref() == Some(tag),
        (None, Some(date)) => changed == Some(date),
        (None, None) => false,
    }
}

pub(super) fn evaluate(request: &Request, script: &Script) -> Branch {
    let exists = script.existence == Existence::Found;
    let tag = script.etag.as_deref().filter(|_| exists);
    let changed = script.last_modified.filter(|_| exists).map(|at| at.as_millisecond().div_euclid(1000));

    let if_match = tags(request, "If-Match", exists, |other| {
        tag.is_some_and(|tag| !tag.starts_with("W/") && tag == other)
    });
    let if_none_match = not(tags(request, "If-None-Match", exists, |other| {
        tag.is_some_and(|tag| tag.trim_start_matches("W/") == other.trim_start_matches("W/"))
    }));
    let since = |name| compared(request, name, changed);
    let if_unmodified_since = since("If-Unmodified-Since");
    let if_modified_since = not(since("If-Modified-Since"));

    let holds = |wanted: Option<Says>, says: Says| wanted.is_none_or(|wanted| wanted == says);
    let row = TABLE.iter().find(|row| {
        holds(row.if_match, if_match)
            && holds(row.if_unmodified_since, if_unmodified_since)
            && holds(row.if_none_match, if_none_match)
            && holds(row.if_modified_since, if_modified_since)
            && row.reads.is_none_or(|wanted| wanted == reads(&request.method))
    });
    row.map_or(Branch::Met, |row| row.answer)
}

/// Whether the found representation is among the tags of a field.
fn tags(request: &Request, name: &str, exists: bool, matches: impl Fn(&str) -> bool) -> Says {
    if !request.has(name) {
        return Says::Nothing;
    }
    let whole = request.lines(name).collect::<Vec<_>>().join(",");
    let found = exists && (whole.trim() == "*" || members(&whole).iter().any(|tag| matches(tag)));
    if found { Says::True } else { Says::False }
}

/// The tags. Text that is no tag ends with the next comma.
fn members(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text.trim_matches([' ', '\t', ',']);
    while !rest.is_empty() {
        let weak = if rest.starts_with("W/") { 2 } else { 0 };
        let mut quotes = rest.match_indices('"').map(|(i, _)| i);
        let after = match (quotes.next(), quotes.next()) {
            (Some(open), Some(close)) if open == weak => {
                found.push(rest[..=close].to_owned());
                &rest[close + 1..]
            }
            _ => rest.split_once(',').map_or("", |(_, after)| after),
        };
        rest = after.trim_start_matches([' ', '\t', ',']);
    }
    found
}

/// Whether the last change is no later than the date of a field. Without a date, or a known change, there is no
/// result.
fn compared(request: &Request, name: &str, changed: Option<i64>) -> Says {
    match (date(request, name), changed) {
        (Some(date), Some(changed)) if changed <= date => Says::True,
        (Some(_), Some(_)) => Says::False,
        _ => Says::Nothing,
    }
}

/// The date of a field, in seconds since the epoch. Two are none.
fn date(request: &Request, name: &str) -> Option<i64> {
    let lines: Vec<_> = request.lines(name).collect();
    let [only] = lines[..] else { return None };
    dates::seconds(only.trim())
}

fn not(says: Says) -> Says {
    match says {
        Says::Nothing => Says::Nothing,
        Says::True => Says::False,
        Says::False => Says::True,
    }
}
