//! What cases expect of answers.

use std::fmt::Debug;

use ogrom_protocols::{Conflict, Error, Imported, Result};
use ogrom_protocols_model::{Collage, Comment, Product, User};

/// The answer, which is no error.
#[track_caller]
pub(crate) fn ok<T>(result: Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("the store fails: {error:?}"))
}

/// Refused because of exactly this.
#[track_caller]
pub(crate) fn refused<T: Debug>(result: Result<T>, conflict: &Conflict) {
    match result {
        Err(Error::Conflict(found)) => assert_eq!(found, *conflict),
        other => panic!("{conflict:?} was expected, not {other:?}"),
    }
}

/// A reference to this thing leads nowhere.
pub(crate) fn missing(noun: &'static str, id: &str) -> Conflict {
    Conflict::Missing { noun, id: id.to_owned() }
}

/// The row was refused, and the reason names this identifier.
#[track_caller]
pub(crate) fn refused_row(outcome: &Imported, id: &str) {
    assert!(
        matches!(outcome, Imported::Refused(why) if why.contains(id)),
        "the row refers to '{id}', which is not there, but the answer is {outcome:?}"
    );
}

/// Exactly these things, in any order.
#[track_caller]
pub(crate) fn same_things<T: Identified + Debug + PartialEq>(mut found: Vec<T>, mut expected: Vec<T>) {
    found.sort_by(|a, b| a.id().cmp(b.id()));
    expected.sort_by(|a, b| a.id().cmp(b.id()));
    assert_eq!(found, expected);
}

/// What has an identifier.
pub(crate) trait Identified {
    fn id(&self) -> &str;
}

macro_rules! identified {
    ($($noun:ty),+) => {
        $(impl Identified for $noun {
            fn id(&self) -> &str {
                self.id.as_str()
            }
        })+
    };
}

identified!(Collage, Comment, Product, User);
