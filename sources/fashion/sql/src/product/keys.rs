//! The keys of the products that pass a filter, many at once.

/// The keys of products, with commas between, which no key has. One text, as the database joined them: a row for each
/// would cost far more than all that is done with them.
#[derive(Debug)]
pub(super) struct Keys(String);

// === impl Keys ===

impl Keys {
    /// These keys. One may be there more than once.
    pub(super) fn new(joined: String) -> Self {
        Self(joined)
    }

    /// How many there are, each as often as it is there.
    pub(super) fn count(&self) -> usize {
        self.iter().count()
    }

    /// Each once, in order.
    #[expect(
        clippy::stable_sort_primitive,
        reason = "indexes have them in long stretches that are in order already, which the stable sort makes use of"
    )]
    pub(super) fn sorted(&self) -> Vec<&str> {
        let mut keys: Vec<_> = self.iter().collect();
        keys.sort();
        keys.dedup();
        keys
    }

    /// Those that are in both.
    pub(super) fn both(&self, other: &Self) -> Self {
        let mut others = other.sorted().into_iter().peekable();
        let mut keys = self.sorted();
        keys.retain(|key| {
            while others.next_if(|other| other < key).is_some() {}
            others.peek() == Some(key)
        });
        Self(keys.join(","))
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split_terminator(',')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(joined: &str) -> Keys {
        Keys::new(joined.to_owned())
    }

    #[test]
    fn none_are_none() {
        assert_eq!(keys("").count(), 0);
        assert_eq!(keys("").sorted(), [""; 0]);
        assert_eq!(keys("a").both(&keys("")).count(), 0);
        assert_eq!(keys("").both(&keys("a")).count(), 0);
        assert_eq!(keys("a").both(&keys("b")).count(), 0);
    }

    #[test]
    fn both_have_each_once_whatever_the_order() {
        assert_eq!(keys("10,9,b,a,a,c").both(&keys("d,a,b,b,10,1")).sorted(), ["10", "a", "b"]);
        assert_eq!(keys("d,a,b,b,10,1").both(&keys("10,9,b,a,a,c")).sorted(), ["10", "a", "b"]);
    }
}
