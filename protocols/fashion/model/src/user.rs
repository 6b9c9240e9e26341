//! Users: the people who compose, comment and like.

use ogrom_protocols_model::{TextRule, Timestamp, UserId, Version};

/// A member of the community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Their identifier.
    pub id: UserId,
    /// The name that they show, one line; may be absent.
    pub name: Option<String>,
    /// Counts the edits.
    pub version: Version,
    /// When they joined.
    pub created: Timestamp,
    /// When anything of them last changed.
    pub modified: Timestamp,
}

// === impl User ===

impl User {
    /// The rule for a name.
    pub const NAME: TextRule = TextRule::line(100);
}
