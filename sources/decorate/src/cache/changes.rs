//! The last changes, so that no result is stored that is older: one from a replica that lags behind.

use std::{collections::HashMap, time::Instant};

use super::{
    class::Class,
    key::{Invalidation, Key},
};

/// How many keys are distinguished. Beyond, their whole classes count as changed.
const MANY: usize = 4096;

/// The last change of each key and of each class.
#[derive(Debug)]
pub(super) struct Changes {
    keys: HashMap<Key, Instant>,
    classes: Box<[Option<Instant>]>,
}

// === impl Changes ===

impl Changes {
    /// No changes yet of so many classes.
    pub(super) fn of(classes: usize) -> Self {
        Self { keys: HashMap::new(), classes: vec![None; classes].into() }
    }

    /// Takes note of a change that was made before this instant.
    pub(super) fn note(&mut self, invalidation: &Invalidation, before: Instant) {
        let Invalidation { keys, classes } = invalidation;
        for class in *classes {
            self.note_class(*class, before);
        }
        if self.keys.len() + keys.len() > MANY {
            for (key, earlier) in std::mem::take(&mut self.keys) {
                self.note_class(key.class, earlier);
            }
            for key in keys {
                self.note_class(key.class, before);
            }
        } else {
            self.keys.extend(keys.iter().map(|key| (key.clone(), before)));
        }
    }

    /// When this was last changed; absent where no change is known.
    pub(super) fn last_of(&self, key: &Key) -> Option<Instant> {
        self.keys.get(key).copied().max(self.classes[key.class.index()])
    }

    fn note_class(&mut self, class: Class, before: Instant) {
        let last = &mut self.classes[class.index()];
        *last = (*last).max(Some(before));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLASSES: &[&str] = &["note", "user"];
    const USER: Class = Class::named("user", CLASSES);

    fn users(numbers: std::ops::Range<usize>) -> Invalidation {
        Invalidation { keys: numbers.map(user).collect(), classes: &[] }
    }

    fn user(number: usize) -> Key {
        Key { class: USER, text: format!("u{number}").into() }
    }

    #[test]
    fn a_change_is_remembered_for_what_it_concerns() {
        let (mut changes, first) = (Changes::of(CLASSES.len()), Instant::now());
        changes.note(&users(1..3), first);
        assert_eq!((changes.last_of(&user(1)), changes.last_of(&user(3))), (Some(first), None));
        let second = Instant::now();
        changes.note(&users(3..4).and(&[USER]), second);
        assert_eq!(changes.last_of(&user(1)), Some(second));
    }

    #[test]
    fn none_is_forgotten_when_there_are_many() {
        let (mut changes, first) = (Changes::of(CLASSES.len()), Instant::now());
        changes.note(&users(0..MANY), first);
        assert_eq!(changes.last_of(&user(MANY)), None);
        let second = Instant::now();
        changes.note(&users(MANY..MANY + 1), second);
        assert!(changes.last_of(&user(0)) >= Some(first) && changes.last_of(&user(MANY)) == Some(second));
        assert!(changes.keys.is_empty());
    }
}
