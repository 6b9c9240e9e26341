//! The faults of a request, up to a limit.
//!
//! A request can have as many faults as bytes, and the description of each is longer. So the first ones are listed and the
//! others counted: neither the response nor the work for it grows with the request.

use crate::{Invalid, Location, cut::shorten};

/// The limit of listed faults.
pub(crate) const MOST: usize = 50;

/// The limit of the name of a parameter, header field or member, in bytes.
pub(crate) const LONGEST_NAME: usize = 128;

/// The limit of a pointer, in bytes.
const LONGEST_POINTER: usize = 1024;

/// The limit of a message, in bytes.
const LONGEST_MESSAGE: usize = 1024;

/// The first faults of a request, and the number of the others.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Faults {
    listed: Vec<Invalid>,
    omitted: usize,
}

// === impl Faults ===

impl Faults {
    /// Adds a fault, which is made only if it is listed.
    pub(crate) fn add(&mut self, fault: impl FnOnce() -> Invalid) {
        if self.listed.len() < MOST {
            self.listed.push(short(fault()));
        } else {
            self.omitted += 1;
        }
    }

    /// Adds the faults of another list.
    pub(crate) fn append(&mut self, more: Self) {
        for fault in more.listed {
            self.add(|| fault);
        }
        self.omitted += more.omitted;
    }

    /// The same, with the listed faults mapped or dropped.
    pub(crate) fn filter_map(self, make: impl FnMut(Invalid) -> Option<Invalid>) -> Self {
        Self { listed: self.listed.into_iter().filter_map(make).collect(), ..self }
    }

    /// Whether there are no faults.
    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_empty() && self.omitted == 0
    }

    /// The listed faults.
    pub(crate) fn listed(&self) -> &[Invalid] {
        &self.listed
    }

    /// The number of faults beyond the listed ones, if there are any.
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
        for (count, listed, omitted) in
            [(0, 0, None), (50, 50, None), (51, 50, Some(1)), (5_000, 50, Some(4_950))]
        {
            let faults = many(count);
            assert_eq!((faults.listed().len(), faults.omitted()), (listed, omitted));
            assert_eq!(faults.is_empty(), count == 0);
        }
        let mut faults = many(30);
        faults.append(many(60));
        assert_eq!((faults.listed()[30].clone(), faults.omitted()), (many(1).listed()[0].clone(), Some(40)));
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
        let listed = &faults.listed()[0];
        assert_eq!(listed.place, Location::Parameter(format!("{}…", "é".repeat(64))));
        assert_eq!(listed.message.len(), 1024 + '…'.len_utf8());
    }
}
