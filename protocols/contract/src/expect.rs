//! The expectations of cases about results.

use std::fmt::Debug;

use ogrom_protocols::{Conflict, Error, Imported, Result};

/// The result, which is no error.
#[track_caller]
pub fn ok<T>(result: Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("the store fails: {error:?}"))
}

/// Refused because of exactly this.
#[track_caller]
pub fn refused<T: Debug>(result: Result<T>, conflict: &Conflict) {
    match result {
        Err(Error::Conflict(found)) => assert_eq!(found, *conflict),
        other => panic!("{conflict:?} was expected, not {other:?}"),
    }
}

/// A reference to this thing leads nowhere.
pub fn missing(noun: &'static str, id: &str) -> Conflict {
    Conflict::Missing { noun, id: id.to_owned() }
}

/// The row was refused, and the reason names this identifier.
#[track_caller]
pub fn refused_row(outcome: &Imported, id: &str) {
    assert!(
        matches!(outcome, Imported::Refused(why) if why.contains(id)),
        "the row refers to '{id}', which is not there, but the result is {outcome:?}"
    );
}

/// Exactly these items, in any order. `id` identifies an item.
#[track_caller]
pub fn same_things<T: Debug + PartialEq>(mut found: Vec<T>, mut expected: Vec<T>, id: impl Fn(&T) -> &str) {
    found.sort_by(|a, b| id(a).cmp(id(b)));
    expected.sort_by(|a, b| id(a).cmp(id(b)));
    assert_eq!(found, expected);
}
