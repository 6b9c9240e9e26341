//! Why credentials are refused: in words for the client, and as a counter for operators.

use metrics::{Counter, counter, describe_counter};
use ogrom_core::facts::AuthenticationError;

/// Counts the requests whose credentials were refused, by `reason`.
pub const REFUSED: &str = "ogrom_tokens_refused_total";

macro_rules! reasons {
    ($($reason:ident = $label:literal, $refusal:expr;)+) => {
        /// Why credentials are refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Reason {
            $($reason,)+
        }

        /// The labels of all, in their order.
        const LABELS: &[&str] = &[$($label),+];

        impl Reason {
            /// The refusal for its client.
            pub(super) fn refusal(self) -> AuthenticationError {
                match self {
                    $(Self::$reason => $refusal,)+
                }
            }
        }
    };
}

reasons! {
    Scheme = "scheme", AuthenticationError::Scheme;
    SeveralHeaders = "request", AuthenticationError::Request("there is more than one Authorization header");
    NoAscii = "request", AuthenticationError::Request("the Authorization header is not ASCII");
    NoToken = "request", AuthenticationError::Request("the Authorization header has no token");
    Unknown = "unknown", AuthenticationError::Token("the token is not known here");
    TooLong = "malformed", AuthenticationError::Token("the token is longer than 8 KiB");
    NoJwt = "malformed",
        AuthenticationError::Token("the token is not known here, and no JWT that is signed by EdDSA, RS256 or HS256");
    Malformed = "malformed", AuthenticationError::Token("the token is no JWT, or one that lacks sub or exp");
    NoUser = "malformed", AuthenticationError::Token("the sub of the token is no user's identifier");
    Purpose = "purpose", AuthenticationError::Token("the token is not one that gives access");
    Key = "key", AuthenticationError::Token("the token is signed by a key that is not known here");
    Signature = "signature", AuthenticationError::Token("the signature of the token is invalid");
    Audience = "audience", AuthenticationError::Token("the token is for another audience");
    Issuer = "issuer", AuthenticationError::Token("the token is of another issuer");
    Expired = "expired", AuthenticationError::Token("the token has expired");
    Early = "early", AuthenticationError::Token("the token is not valid yet");
}

/// How often each reason was one. Made with the recorder that the process has by then.
#[derive(Debug)]
pub(super) struct Refused(Vec<Counter>);

// === impl Refused ===

impl Refused {
    /// Counts a request.
    pub(super) fn count(&self, reason: Reason) {
        self.0[reason as usize].increment(1);
    }
}

impl Default for Refused {
    fn default() -> Self {
        describe_counter!(REFUSED, "Requests whose credentials were refused, by the reason");
        Self(LABELS.iter().map(|label| counter!(REFUSED, "reason" => *label)).collect())
    }
}
