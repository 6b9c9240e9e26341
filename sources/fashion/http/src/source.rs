//! The source, over the client.

use ogrom_protocols::{Conflict, Context, Error, Result};
use ogrom_protocols_fashion::UserReader;
use ogrom_protocols_model::UserId;
use ogrom_sources_http::{Client, Upstream};

/// Another Ogrom as a source. A clone shares connections, cached responses and budget with its original.
#[derive(Debug, Clone)]
pub struct Http(pub(crate) Client);

// === impl Http ===

impl Http {
    /// The source over this upstream. Sends nothing yet.
    pub fn new(upstream: Upstream) -> Self {
        Self(Client::new(upstream))
    }

    /// Whether the upstream responds as its API does: it is asked for its locales.
    pub async fn answers(&self, ctx: &Context) -> Result<()> {
        self.0.answers(ctx).await
    }

    /// Why something was not made although nothing is wrong with it: there is one with its identifier, or its user is not
    /// there. The upstream says so only in words, so that we look.
    pub(crate) async fn contradiction(
        &self,
        ctx: &Context,
        problem: Error,
        exists: bool,
        user: &UserId,
    ) -> Error {
        if exists {
            return Conflict::Exists.into();
        }
        match self.user_by_id(ctx, user).await {
            Ok(None) => Conflict::Missing { noun: "user", id: user.to_string() }.into(),
            Ok(Some(_)) => problem,
            Err(error) => error,
        }
    }
}
