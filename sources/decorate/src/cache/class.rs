//! Classes: the kinds of results that a cache has.

/// A kind of result in a cache. All results of a class have one type, and a change may concern all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Class(u8);

// === impl Class ===

impl Class {
    /// The class of this name among all classes of a cache: `const NOTE: Class = Class::named("note", CLASSES)`.
    ///
    /// # Panics
    ///
    /// Where no class has this name; in a constant, while it is compiled.
    pub const fn named(name: &str, classes: &[&str]) -> Self {
        let mut index = 0;
        while !is_same(name.as_bytes(), classes[index as usize].as_bytes()) {
            index += 1;
        }
        Self(index)
    }

    /// Its place among all classes of its cache.
    pub(super) fn index(self) -> usize {
        self.0.into()
    }
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut index = 0;
    while index < one.len() && index < other.len() && one[index] == other[index] {
        index += 1;
    }
    index == one.len() && index == other.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_found_by_its_whole_name() {
        let classes = ["note", "notes", "not"];
        assert_eq!(classes.map(|name| Class::named(name, &classes).index()), [0, 1, 2]);
    }

    #[test]
    #[should_panic(expected = "out of bounds")]
    fn an_unknown_class_is_a_defect() {
        Class::named("nothing", &["note"]);
    }
}
