//! Admission: the limits on requests and their authentication, in the order that makes floods cheap.

use std::sync::Arc;

use http::Request;
use ogrom_core::facts::Authentication;
use ogrom_core_resource::Problem;
use ogrom_server_identity::Authenticator;
use ogrom_server_telemetry::Peer;

use crate::limits::{Limits, Refusal, Running};

/// Decides which requests are handled.
#[derive(Debug, Clone)]
pub(crate) struct Admission {
    pub(crate) limits: Arc<Limits>,
    pub(crate) authenticator: Authenticator,
}

// === impl Admission ===

impl Admission {
    /// Counts a request for its client, verifies its credentials, and counts it for its user. A request that is not `sound`
    /// is refused with that problem.
    pub(crate) fn admit<B>(
        &self,
        request: &Request<B>,
        peer: Option<Peer>,
        sound: Result<(), Problem>,
    ) -> (Authentication, Result<(), Refusal>) {
        // To verify credentials is the most expensive of these, so that a refused request is not worth it.
        if let Err(refusal) = self.limits.admit(request, peer).and(sound.map_err(Refusal::from)) {
            return (Authentication::Anonymous, Err(refusal));
        }
        let identity = self.authenticator.authenticate(request.headers());
        let admitted = self.limits.admit_user(request, &identity);
        (identity, admitted)
    }

    /// Lets an admitted request run, unless too many do.
    pub(crate) fn start<B>(&self, request: &Request<B>) -> Result<Running<'_>, Refusal> {
        self.limits.run(request)
    }
}
