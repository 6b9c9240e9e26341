//! The expectations of cases about the results of a store, for items that have an identifier.

use std::fmt::Debug;

use ogrom_protocols::{Page, PageRequest, Result};
use ogrom_protocols_contract::{expect, pages};
use ogrom_protocols_fashion_model::{Collage, Comment, Product, User};

pub(crate) use ogrom_protocols_contract::expect::{missing, ok, refused, refused_row};

/// A thing that has an identifier.
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

/// Exactly these things, in any order.
#[track_caller]
pub(crate) fn same_things<T: Identified + Debug + PartialEq>(found: Vec<T>, expected: Vec<T>) {
    expect::same_things(found, expected, T::id);
}

/// The list has exactly the items of these identifiers, in this order, whatever the limit of its pages.
pub(crate) async fn list_is<T: Identified>(
    expected: &[&str],
    list: impl AsyncFn(PageRequest) -> Result<Page<T>>,
) {
    pages::list_is(expected, T::id, list).await;
}
