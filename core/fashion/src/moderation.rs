//! Moderation: the scope by which a user changes collages and comments of others.

use ogrom_core::scope::{Scope, TRACE, WRITE};

/// To change collages and comments of others, too.
pub const MODERATE: Scope = Scope::new("moderate");

/// All scopes of the fashion community.
pub const SCOPES: &[Scope] = &[WRITE, MODERATE, TRACE];
