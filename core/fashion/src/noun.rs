//! Nouns: what endpoints are about, by which documents group them.

/// A noun in the plural, and its description.
type Noun = (&'static str, &'static str);

pub(crate) const COLLAGES: Noun = ("Collages", "Outfits that users compose from products.");
pub(crate) const COMMENTS: Noun = ("Comments", "Comments of users on collages.");
pub(crate) const INDEX: Noun = ("Entry points", "Links to the lists of a locale.");
pub(crate) const LIKES: Noun = ("Likes", "Likes of users for collages.");
pub(crate) const PRODUCTS: Noun = ("Products", "Products of shops, which collages are composed from.");
pub(crate) const USERS: Noun = ("Users", "The users who compose and comment.");
