//! Where a request's path holds its parameters.

use std::ops::Range;

/// Stretches of a path that hold parameters, still percent-encoded: those of prefixes first, the endpoint's own last.
/// There are few, so that nothing is allocated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Captures {
    ranges: [(u16, u16); Captures::MAX],
    len: usize,
}

// === impl Captures ===

impl Captures {
    /// How many there can be: those of prefixes and the endpoint's own together.
    pub const MAX: usize = 8;

    /// Adds a stretch. Returns whether there was room: for [`MAX`](Self::MAX) stretches, within the first 64 KiB.
    pub fn push(&mut self, range: Range<usize>) -> bool {
        let (Ok(start), Ok(end)) = (u16::try_from(range.start), u16::try_from(range.end)) else {
            return false;
        };
        let Some(slot) = self.ranges.get_mut(self.len) else { return false };
        *slot = (start, end);
        self.len += 1;
        true
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The stretches of this path, still encoded.
    pub fn iter<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a str> {
        self.ranges[..self.len]
            .iter()
            .map(|(start, end)| path.get((*start).into()..(*end).into()).unwrap_or_default())
    }

    /// The path with another text in place of a stretch; unchanged if it has no such stretch.
    pub fn replace(&self, path: &str, index: usize, text: &str) -> String {
        let around = self.ranges[..self.len].get(index).and_then(|(start, end)| {
            Some((path.get(..usize::from(*start))?, path.get(usize::from(*end)..)?))
        });
        around.map_or_else(|| path.to_owned(), |(before, after)| [before, text, after].concat())
    }

    /// The stretches of the path that [`replace`](Self::replace) makes of the same arguments. Absent if there is no such
    /// stretch, or no room for the text within the first 64 KiB.
    #[must_use]
    pub fn moved(mut self, index: usize, text: &str) -> Option<Self> {
        let (start, end) = *self.ranges[..self.len].get(index)?;
        let shift = i32::try_from(text.len()).ok()? - (i32::from(end) - i32::from(start));
        let shifted = |at: u16| u16::try_from(i32::from(at) + shift).ok();
        self.ranges[index].1 = shifted(end)?;
        for (start, end) in self.ranges[..self.len].iter_mut().skip(index + 1) {
            (*start, *end) = (shifted(*start)?, shifted(*end)?);
        }
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_kept_in_order() {
        let mut captures = Captures::default();
        assert!(captures.push(1..3) && captures.push(4..5));
        assert_eq!(captures.iter("/de/7").collect::<Vec<_>>(), ["de", "7"]);
        assert_eq!(captures.replace("/de/7", 0, "de-AT"), "/de-AT/7");
    }

    #[test]
    fn what_has_no_such_stretch_stays_as_it_is() {
        let mut captures = Captures::default();
        assert!(captures.push(1..3));
        assert_eq!(captures.replace("/de/7", 1, "8"), "/de/7");
        assert_eq!(captures.replace("/é", 0, "de"), "/de");
        assert_eq!(captures.replace("é", 0, "de"), "é");
        assert_eq!(captures.iter("é").collect::<Vec<_>>(), [""]);
    }

    #[test]
    fn stretches_move_with_the_text_before_them() {
        let mut captures = Captures::default();
        assert!(captures.push(1..3) && captures.push(4..6) && captures.push(7..8));
        for text in ["", "x", "me", "lena"] {
            let path = captures.replace("/de/me/7", 1, text);
            let moved = captures.moved(1, text).unwrap();
            assert_eq!(moved.iter(&path).collect::<Vec<_>>(), ["de", text, "7"], "{path}");
        }
        assert_eq!(captures.moved(3, "x"), None);
        assert_eq!(captures.moved(1, &"x".repeat(70_000)), None);
    }

    #[test]
    fn there_is_room_for_eight() {
        let mut captures = Captures::default();
        assert!((0..8).all(|at| captures.push(at..at)));
        assert!(!captures.push(0..0) && !Captures::default().push(0..70_000));
    }
}
