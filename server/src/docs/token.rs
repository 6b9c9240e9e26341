//! A token by one click, on a service for development.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, header};
use ogrom_core_resource::{Access, Cx, Endpoint, Result, Singleton};
use ogrom_protocols_model::UserId;
use schemars::JsonSchema;
use serde::Serialize;

use crate::local;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A token for development, and the user whom it represents. [`Builder::development_token`](crate::Builder::development_token)
/// makes one, and only where this machine alone can connect.
#[derive(Clone, Serialize, JsonSchema)]
pub struct DevelopmentToken {
    /// The user.
    pub(crate) user: String,
    /// The token.
    pub(crate) token: String,
}

/// See [`development_token`].
#[derive(Debug)]
struct DevelopmentTokenResource(DevelopmentToken);

/// Shows the token for development to the page of the service.
pub fn development_token(token: DevelopmentToken) -> Endpoint {
    Endpoint::of(DevelopmentTokenResource(token)).get().into()
}

// === impl DevelopmentToken ===

impl DevelopmentToken {
    pub(crate) fn new(user: &UserId, token: &str) -> Self {
        Self { user: user.to_string(), token: token.to_owned() }
    }
}

impl fmt::Debug for DevelopmentToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DevelopmentToken({})", self.user)
    }
}

// === impl DevelopmentTokenResource ===

impl Singleton for DevelopmentTokenResource {
    type View = DevelopmentToken;

    async fn authorized(&self, cx: &Cx) -> Result<Access> {
        // A service for development may let pages of all origins read its responses.
        let elsewhere =
            cx.headers().get(SEC_FETCH_SITE).is_some_and(|site| site != "same-origin" && site != "none");
        if elsewhere {
            return Ok(Access::Forbidden("the token is shown to the page of this service alone".into()));
        }
        Ok(local::access(cx, "the token is shown to this machine alone: ask for localhost"))
    }

    async fn view(&self, _: &Cx) -> Result<DevelopmentToken> {
        Ok(self.0.clone())
    }

    fn describe(&self, headers: &mut HeaderMap) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
