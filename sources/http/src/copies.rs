//! Copies of answers: what a conditional question compares with, and what a 304 is answered from.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use http::HeaderValue;

/// What a copy costs beside its content and its name, in bytes, about.
const OVERHEAD: usize = 256;

/// The answers that were asked for last, up to a number of bytes. None is ever used without asking whether it still holds.
#[derive(Debug)]
pub(crate) struct Copies {
    most: usize,
    kept: Mutex<Kept>,
}

/// An answer, and the tag that tells whether it still is one.
#[derive(Debug, Clone)]
pub(crate) struct Copy {
    pub(crate) tag: HeaderValue,
    pub(crate) content: Bytes,
}

#[derive(Debug, Default)]
struct Kept {
    by_target: HashMap<Arc<str>, (u64, Copy)>,
    /// From the one that nobody has asked for the longest.
    by_use: BTreeMap<u64, Arc<str>>,
    uses: u64,
    bytes: usize,
}

// === impl Copies ===

impl Copies {
    pub(crate) fn up_to(most: usize) -> Self {
        Self { most, kept: Mutex::default() }
    }

    /// The copy of the answer at this target.
    pub(crate) fn of(&self, target: &str) -> Option<Copy> {
        self.with(|kept| kept.touch(target))
    }

    /// Keeps a copy. What is too large to be one, and what must make room, is forgotten.
    pub(crate) fn keep(&self, target: &str, copy: Copy) {
        self.with(|kept| {
            kept.forget(target);
            if size(target, &copy) <= self.most {
                kept.insert(target, copy);
            }
            while kept.bytes > self.most {
                let Some((_, oldest)) = kept.by_use.first_key_value() else { break };
                let oldest = Arc::clone(oldest);
                kept.forget(&oldest);
            }
        });
    }

    /// Forgets a copy, where there is one.
    pub(crate) fn forget(&self, target: &str) {
        self.with(|kept| kept.forget(target));
    }

    fn with<T>(&self, act: impl FnOnce(&mut Kept) -> T) -> T {
        // Nothing in here panics half-way, and a copy that is missing costs one answer.
        act(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn size(target: &str, copy: &Copy) -> usize {
    target.len() + copy.content.len() + OVERHEAD
}

// === impl Kept ===

impl Kept {
    fn touch(&mut self, target: &str) -> Option<Copy> {
        let (name, _) = self.by_target.get_key_value(target)?;
        let name = Arc::clone(name);
        let (used, copy) = self.by_target.get_mut(target)?;
        self.by_use.remove(used);
        self.uses += 1;
        *used = self.uses;
        self.by_use.insert(self.uses, name);
        Some(copy.clone())
    }

    fn insert(&mut self, target: &str, copy: Copy) {
        let name: Arc<str> = target.into();
        self.uses += 1;
        self.bytes += size(target, &copy);
        self.by_use.insert(self.uses, Arc::clone(&name));
        self.by_target.insert(name, (self.uses, copy));
    }

    fn forget(&mut self, target: &str) {
        if let Some((used, copy)) = self.by_target.remove(target) {
            self.by_use.remove(&used);
            self.bytes -= size(target, &copy);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(length: usize) -> Copy {
        Copy { tag: HeaderValue::from_static("\"1\""), content: vec![b'x'; length].into() }
    }

    #[test]
    fn what_nobody_asked_for_the_longest_makes_room() {
        let copies = Copies::up_to(3 * (1000 + OVERHEAD + 1));
        for target in ["a", "b", "c"] {
            copies.keep(target, copy(1000));
        }
        assert!(copies.of("a").is_some());
        copies.keep("d", copy(1000));
        assert_eq!(["a", "b", "c", "d"].map(|target| copies.of(target).is_some()), [true, false, true, true]);
    }

    #[test]
    fn nothing_grows_beyond_its_bound() {
        let copies = Copies::up_to(10_000);
        for n in 0..1000 {
            copies.keep(&format!("{}", n % 70), copy(n));
            copies.with(|kept| {
                let bytes: usize = kept.by_target.iter().map(|(target, (_, copy))| size(target, copy)).sum();
                assert_eq!((kept.bytes, kept.by_use.len()), (bytes, kept.by_target.len()));
                assert!(bytes <= 10_000);
            });
        }
        copies.keep("large", copy(10_000));
        assert!(copies.of("large").is_none() && copies.of("19").is_some());
        copies.forget("19");
        assert!(copies.of("19").is_none());
    }
}
