//! What answers are kept under, and which of them a change concerns.

use std::any::Any;

use ogrom_protocols::{Page, PageRequest};
use ogrom_protocols_fashion_model::{Collage, CollageId, Comment, CommentId, Product, ProductId, User};
use ogrom_protocols_model::UserId;

use super::size::{Size, bytes};

/// A kind of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Class {
    User,
    Product,
    Products,
    Collage,
    Collages,
    Comment,
    Comments,
}

/// A question whose answer is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) class: Class,
    /// An identifier, or a query with its page.
    text: Box<str>,
}

/// What a change concerns.
#[derive(Debug)]
pub(super) struct Touched {
    /// These answers.
    pub(super) keys: Vec<Key>,
    /// All answers of these classes.
    pub(super) classes: &'static [Class],
}

/// An answer that is kept. Those of a class have one type.
pub(super) trait Keep: Any + Clone + Send + Sync + Size {
    const CLASS: Class;
}

/// Something with an identifier.
pub(super) trait Thing: Sized
where
    Option<Self>: Keep,
{
    type Id: Clone + Ord + Send + Sync;

    fn id(&self) -> &Self::Id;

    /// What its answer is kept under.
    fn key(id: &Self::Id) -> Key;
}

// === impl Class ===

impl Class {
    /// How many there are.
    pub(super) const COUNT: usize = Self::ALL.len();

    /// Each of them, in their order.
    pub(super) const ALL: [Self; 7] = [
        Self::User,
        Self::Product,
        Self::Products,
        Self::Collage,
        Self::Collages,
        Self::Comment,
        Self::Comments,
    ];

    /// Its name in metrics.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Product => "product",
            Self::Products => "products",
            Self::Collage => "collage",
            Self::Collages => "collages",
            Self::Comment => "comment",
            Self::Comments => "comments",
        }
    }
}

// === impl Key ===

impl Key {
    /// The key of a page of what the query describes.
    pub(super) fn page<V: Keep>(query: &str, page: &PageRequest) -> Self {
        // An empty cursor is not an absent one.
        let cursor = page.cursor.as_ref().map(|cursor| format!(" cursor={}", cursor.as_str()));
        let text = format!("{query} limit={}{}", page.limit.get(), cursor.unwrap_or_default());
        Self { class: V::CLASS, text: text.into() }
    }
}

impl Size for Key {
    fn heap(&self) -> usize {
        bytes(self.text.len())
    }
}

// === impl Touched ===

impl Touched {
    /// What is told of these things.
    pub(super) fn things<'a, T: Thing>(ids: impl IntoIterator<Item = &'a T::Id>) -> Self
    where
        T::Id: 'a,
        Option<T>: Keep,
    {
        Self { keys: ids.into_iter().map(T::key).collect(), classes: &[] }
    }

    /// And all answers of these classes.
    pub(super) fn and(self, classes: &'static [Class]) -> Self {
        Self { classes, ..self }
    }
}

// === impl Keep, Thing ===

macro_rules! things {
    ($($thing:ident, $id:ident;)+) => {
        $(impl Keep for Option<$thing> {
            const CLASS: Class = Class::$thing;
        }

        impl Thing for $thing {
            type Id = $id;

            fn id(&self) -> &$id {
                &self.id
            }

            fn key(id: &$id) -> Key {
                Key { class: Class::$thing, text: id.as_str().into() }
            }
        })+
    };
}

things! {
    User, UserId;
    Product, ProductId;
    Collage, CollageId;
    Comment, CommentId;
}

macro_rules! pages {
    ($($thing:ident, $class:ident;)+) => {
        $(impl Keep for Page<$thing> {
            const CLASS: Class = Class::$class;
        })+
    };
}

pages! {
    Product, Products;
    Collage, Collages;
    Comment, Comments;
}
