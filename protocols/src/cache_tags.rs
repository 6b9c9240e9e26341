//! Cache tags: the names of what a response shows, by which shared caches purge it.

use std::collections::{BTreeMap, BTreeSet};

/// How many things of a class have a tag each. Beyond, one tag stands for all of them.
const MANY: usize = 50;

/// The names of what a response shows. A shared cache stores them with the response, and can drop all responses with a name.
///
/// Each class of results is a tag: `product` for single things, `products` for lists. A thing is another tag: `product/beanie`.
/// Where a response shows too many things, the tag of the lists stands for them. So after a change of a thing, caches have to
/// drop its own tag and that of the lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CacheTags(BTreeMap<&'static str, Things>);

/// The things of a class that have a tag each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Things {
    ids: BTreeSet<Box<str>>,
    /// The tag that stands for many of them; empty in a class without things.
    list: &'static str,
}

// === impl CacheTags ===

impl CacheTags {
    /// Adds a class, such as `products`.
    pub fn show_class(&mut self, class: &'static str) {
        self.0.entry(class).or_default();
    }

    /// Adds a thing of a class, as `product` and its identifier, whose lists have the tag `list`.
    pub fn show_thing(&mut self, class: &'static str, list: &'static str, id: &str) {
        let is_listed = self.0.contains_key(list);
        let things = self.0.entry(class).or_default();
        things.list = list;
        if !is_listed {
            things.ids.insert(id.into());
            if things.ids.len() > MANY {
                self.merge(class);
            }
        }
    }

    /// The tags in alphabetical order: at most so many, and with a separator after each at most so many bytes, as far as the tags of
    /// classes permit.
    pub fn list(mut self, tags: usize, bytes: usize) -> Vec<String> {
        loop {
            let list = self.all();
            let fits = list.len() <= tags && list.iter().map(|tag| tag.len() + 1).sum::<usize>() <= bytes;
            match self.longest() {
                Some(class) if !fits => self.merge(class),
                _ => return list,
            }
        }
    }

    fn all(&self) -> Vec<String> {
        let of_class = |(class, things): (&&'static str, &Things)| {
            let shown = if self.0.contains_key(things.list) { None } else { Some(&things.ids) };
            let things = shown.into_iter().flatten().map(|id| format!("{class}/{id}"));
            [(*class).to_owned()].into_iter().chain(things).collect::<Vec<_>>()
        };
        self.0.iter().flat_map(of_class).collect()
    }

    /// The class whose things take most bytes.
    fn longest(&self) -> Option<&'static str> {
        let size = |class: &str, things: &Things| {
            things.ids.iter().map(|id| class.len() + id.len() + 2).sum::<usize>()
        };
        let sizes = self.0.iter().map(|(class, things)| (size(class, things), *class));
        sizes.max().filter(|(size, _)| *size > 0).map(|(_, class)| class)
    }

    /// Has the tag of the lists stand for the things of a class.
    fn merge(&mut self, class: &'static str) {
        if let Some(things) = self.0.get_mut(class) {
            things.ids.clear();
            let list = things.list;
            self.show_class(list);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn things(ids: usize) -> CacheTags {
        let mut tags = CacheTags::default();
        for id in 0..ids {
            tags.show_thing("note", "notes", &format!("n{id:02}"));
        }
        tags
    }

    #[test]
    fn classes_and_things_are_tags() {
        let mut tags = things(2);
        tags.show_class("users");
        assert_eq!(tags.list(50, 1000), ["note", "note/n00", "note/n01", "users"]);
    }

    #[test]
    fn a_list_stands_for_its_things_whichever_comes_first() {
        let mut tags = things(2);
        tags.show_class("notes");
        let expected = ["note", "notes"];
        assert_eq!(tags.list(50, 1000), expected);
        let mut tags = CacheTags::default();
        tags.show_class("notes");
        tags.show_thing("note", "notes", "n00");
        assert_eq!(tags.list(50, 1000), expected);
    }

    #[test]
    fn many_things_are_a_list() {
        assert_eq!(things(MANY).list(51, 1000).len(), MANY + 1);
        assert_eq!(things(MANY + 1).list(51, 1000), ["note", "notes"]);
        assert_eq!(things(MANY).list(50, 1000), ["note", "notes"]);
    }

    #[test]
    fn the_class_with_most_bytes_is_merged_first() {
        let mut tags = things(20);
        tags.show_thing("user", "users", "ann");
        assert_eq!(tags.clone().list(50, 25), ["note", "notes", "user", "user/ann"]);
        assert_eq!(tags.clone().list(50, 24), ["note", "notes", "user", "users"]);
        assert_eq!(tags.list(1, 1), ["note", "notes", "user", "users"], "there is no coarser tag");
    }
}
