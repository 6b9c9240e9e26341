//! Nouns: what endpoints are about, by which documents group them.

/// A noun in the plural, and what that is.
type Noun = (&'static str, &'static str);

pub(crate) const COLLAGES: Noun = ("Collages", "Outfits that users compose of products.");
pub(crate) const COMMENTS: Noun = ("Comments", "What users say about collages.");
pub(crate) const INDEX: Noun = ("Index", "Where to begin.");
pub(crate) const LIKES: Noun = ("Likes", "Which collages users like.");
pub(crate) const PRODUCTS: Noun = ("Products", "What can be bought, and what collages are composed of.");
pub(crate) const USERS: Noun = ("Users", "Those who compose and comment.");
