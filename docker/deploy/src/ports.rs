//! Everything outside that a run deals with, as traits.

use std::{fmt, sync::Arc, time::Duration};

use crate::{Clock, ControlPlane, Dns, Store, Web};

/// Everything outside that a run deals with.
#[derive(Clone)]
pub struct Ports {
    /// Elastic Beanstalk.
    pub control: Arc<dyn ControlPlane>,
    /// The bucket.
    pub store: Arc<dyn Store>,
    /// The service, as its clients see it.
    pub web: Arc<dyn Web>,
    /// DNS.
    pub dns: Arc<dyn Dns>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// The pause before a call without a response is tried again.
    pub pause: Duration,
}

impl fmt::Debug for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ports")
    }
}
