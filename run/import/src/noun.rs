//! The nouns, as files hold them.

use std::fmt;

/// The nouns that are imported. A file has the name of its noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// `users.jsonl`
    Users,
    /// `products.jsonl`
    Products,
    /// `collages.jsonl`
    Collages,
    /// `comments.jsonl`
    Comments,
    /// `likes.jsonl`
    Likes,
}

// === impl Noun ===

impl Noun {
    /// All of them, each after those that it refers to.
    pub const ALL: [Self; 5] = [Self::Users, Self::Products, Self::Collages, Self::Comments, Self::Likes];

    /// The name in files: `users`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Products => "products",
            Self::Collages => "collages",
            Self::Comments => "comments",
            Self::Likes => "likes",
        }
    }
}

impl fmt::Display for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
