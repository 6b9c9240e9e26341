//! When what was changed, so that no answer is kept that is older: one from a copy of the database that lags behind.

use std::{collections::HashMap, time::Instant};

use super::key::{Class, Key, Touched};

/// How many keys are told apart. Beyond, their whole classes are taken for changed.
const MANY: usize = 4096;

/// The last change of each key and of each class.
#[derive(Debug, Default)]
pub(super) struct Changes {
    keys: HashMap<Key, Instant>,
    classes: [Option<Instant>; Class::COUNT],
}

// === impl Changes ===

impl Changes {
    /// Takes note of a change that was made before this instant.
    pub(super) fn note(&mut self, touched: &Touched, before: Instant) {
        for class in touched.classes {
            self.note_class(*class, before);
        }
        if self.keys.len() + touched.keys.len() > MANY {
            for (key, earlier) in std::mem::take(&mut self.keys) {
                self.note_class(key.class, earlier);
            }
            touched.keys.iter().for_each(|key| self.note_class(key.class, before));
        } else {
            self.keys.extend(touched.keys.iter().map(|key| (key.clone(), before)));
        }
    }

    /// When this was last changed; absent where nobody knows of a change.
    pub(super) fn last_of(&self, key: &Key) -> Option<Instant> {
        self.keys.get(key).copied().max(self.classes[key.class as usize])
    }

    fn note_class(&mut self, class: Class, before: Instant) {
        let last = &mut self.classes[class as usize];
        *last = (*last).max(Some(before));
    }
}

#[cfg(test)]
mod tests {
    use ogrom_protocols_fashion_model::User;
    use ogrom_protocols_model::UserId;

    use super::{super::key::Thing, *};

    fn users(numbers: std::ops::Range<usize>) -> Touched {
        let ids: Vec<UserId> = numbers.map(|n| format!("u{n}").parse().unwrap()).collect();
        Touched::things::<User>(&ids)
    }

    fn user(number: usize) -> Key {
        User::key(&format!("u{number}").parse().unwrap())
    }

    #[test]
    fn a_change_is_remembered_for_what_it_concerns() {
        let (mut changes, first) = (Changes::default(), Instant::now());
        changes.note(&users(1..3), first);
        assert_eq!((changes.last_of(&user(1)), changes.last_of(&user(3))), (Some(first), None));
        let second = Instant::now();
        changes.note(&users(3..4).and(&[Class::User]), second);
        assert_eq!(changes.last_of(&user(1)), Some(second));
    }

    #[test]
    fn none_is_forgotten_when_there_are_many() {
        let (mut changes, first) = (Changes::default(), Instant::now());
        changes.note(&users(0..MANY), first);
        assert_eq!(changes.last_of(&user(MANY)), None);
        let second = Instant::now();
        changes.note(&users(MANY..MANY + 1), second);
        assert!(changes.last_of(&user(0)) >= Some(first) && changes.last_of(&user(MANY)) == Some(second));
        assert!(changes.keys.is_empty());
    }
}
