//! All that is wrong with a request, as far as it is told.
//!
//! A request can have as many faults as it has bytes, and each is told in many more. So the first ones are told and the
//! others are counted: no answer grows with what a stranger sends, nor does the work that goes into it.

use crate::{Invalid, Location, cut::shorten};

/// How many faults are told.
const MOST: usize = 50;

/// How much of a name is told, in bytes: of a parameter, a header field or a member.
pub(crate) const LONGEST_NAME: usize = 128;

/// How much of a pointer is told, in bytes.
const LONGEST_POINTER: usize = 1024;

/// How much of a message is told, in bytes.
const LONGEST_MESSAGE: usize = 1024;

/// The first faults of a request, and how many more there are.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Faults {
    told: Vec<Invalid>,
    omitted: usize,
}

// === impl Faults ===

impl Faults {
    /// Takes a fault, which is only made where it is told.
    pub(crate) fn add(&mut self, fault: impl FnOnce() -> Invalid) {
        if self.told.len() < MOST {
            self.told.push(short(fault()));
        } else {
            self.omitted += 1;
        }
    }

    /// Takes those of another list.
    pub(crate) fn append(&mut self, more: Self) {
        for fault in more.told {
            self.add(|| fault);
        }
        self.omitted += more.omitted;
    }

    /// The same, those that are told being made into others, or left out.
    pub(crate) fn filter_map(self, make: impl FnMut(Invalid) -> Option<Invalid>) -> Self {
        Self { told: self.told.into_iter().filter_map(make).collect(), ..self }
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.told.is_empty() && self.omitted == 0
    }

    /// Those that are told.
    pub(crate) fn told(&self) -> &[Invalid] {
        &self.told
    }

    /// How many more there are; absent where there are none.
    pub(crate) fn omitted(&self) -> Option<usize> {
        (self.omitted > 0).then_some(self.omitted)
    }
}

impl From<Vec<Invalid>> for Faults {
    fn from(all: Vec<Invalid>) -> Self {
        let mut faults = Self::default();
        for fault in all {
            faults.add(|| fault);
        }
        faults
    }
}

impl From<Invalid> for Faults {
    fn from(only: Invalid) -> Self {
        vec![only].into()
    }
}

/// The fault, with the beginnings of its texts: names are as long as a client makes them.
fn short(mut fault: Invalid) -> Invalid {
    match &mut fault.place {
        Location::Pointer(pointer) => shorten(pointer, LONGEST_POINTER),
        Location::Parameter(name) | Location::Header(name) => shorten(name, LONGEST_NAME),
    }
    shorten(&mut fault.message, LONGEST_MESSAGE);
    fault
}

#[cfg(test)]
mod tests {
    use super::*;

    fn many(count: usize) -> Faults {
        (0..count)
            .map(|i| Invalid::content(format!("/{i}"), "type", "must be a text"))
            .collect::<Vec<_>>()
            .into()
    }

    #[test]
    fn the_first_are_told_and_the_others_counted() {
        for (count, told, omitted) in
            [(0, 0, None), (50, 50, None), (51, 50, Some(1)), (5_000, 50, Some(4_950))]
        {
            let faults = many(count);
            assert_eq!((faults.told().len(), faults.omitted()), (told, omitted));
            assert_eq!(faults.is_empty(), count == 0);
        }
        let mut faults = many(30);
        faults.append(many(60));
        assert_eq!((faults.told()[30].clone(), faults.omitted()), (many(1).told()[0].clone(), Some(40)));
    }

    #[test]
    fn what_is_not_told_is_not_made() {
        let mut faults = many(50);
        faults.add(|| unreachable!("nobody reads it"));
        assert_eq!(faults.omitted(), Some(1));
    }

    #[test]
    fn a_long_name_is_told_by_its_beginning() {
        let faults = Faults::from(Invalid::query("é".repeat(10_000), "unknown", "x".repeat(10_000)));
        let told = &faults.told()[0];
        assert_eq!(told.place, Location::Parameter(format!("{}…", "é".repeat(64))));
        assert_eq!(told.message.len(), 1024 + '…'.len_utf8());
    }
}
