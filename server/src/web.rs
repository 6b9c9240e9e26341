//! The web layer around every response: content codings, CORS, and security headers.

pub mod compression;
pub mod cors;
pub mod options;
mod security;

use http::{HeaderMap, Request, Response, header};
use ogrom_core::Body;
pub use ogrom_core_resource::Caching;
use ogrom_core_resource::Codings;

pub use self::options::WebOptions;
pub(crate) use self::security::ALWAYS;
use self::{
    compression::{Compression, Encoding},
    cors::{Cors, CorsError, CorsRequest},
    security::Security,
};

/// The web layer of a service.
#[derive(Debug)]
pub struct Web {
    compression: Option<Compression>,
    cors: Option<Cors>,
    security: Security,
}

// === impl Web ===

impl Web {
    /// As configured.
    pub fn new(options: &WebOptions) -> Result<Self, CorsError> {
        let cors = Cors::new(options)?;
        Ok(Self {
            compression: options.compression.then(Compression::default),
            security: Security::new(cors.as_ref(), options.hsts),
            cors,
        })
    }

    /// Negotiates the content coding and looks at the origin, before a request is handled.
    pub(crate) fn before<B>(&self, request: &Request<B>) -> (Codings, CorsRequest) {
        let headers = request.headers();
        let codings = if self.compression.is_some() && headers.contains_key(header::ACCEPT_ENCODING) {
            Codings::of(headers)
        } else {
            Codings::IDENTITY
        };
        (codings, self.cors.as_ref().map(|cors| cors.request(request)).unwrap_or_default())
    }

    /// Completes a response as far as it is the same for all who want it in this coding: it is compressed, and has the
    /// security headers.
    pub(crate) async fn finish(&self, encoding: Encoding, mut response: Response<Body>) -> Response<Body> {
        if let Some(compression) = &self.compression {
            compression.compress(encoding, &mut response).await;
        }
        self.secure(&mut response);
        response
    }

    /// Sets the security headers.
    pub(crate) fn secure(&self, response: &mut Response<Body>) {
        let status = response.status();
        let headers = response.headers_mut();
        // At once, since a map that grows moves all that is in it.
        headers.reserve(security::FIELDS + cors::FIELDS);
        self.security.apply(status, headers);
    }

    /// Sets the CORS headers, which differ from origin to origin, on a response on its way out.
    pub(crate) fn after(&self, request: CorsRequest, headers: &mut HeaderMap) {
        if let Some(cors) = &self.cors {
            cors.apply(request, headers);
        }
    }
}

impl Default for Web {
    /// The web layer of a service without options.
    fn default() -> Self {
        Self { compression: Some(Compression::default()), cors: None, security: Security::new(None, None) }
    }
}

/// Whether `Cache-Control` has this word, on any of its lines and whatever stands beside it.
pub(crate) fn cache_control_has(headers: &HeaderMap, word: &str) -> bool {
    let mut lines = headers.get_all(header::CACHE_CONTROL).iter();
    lines.any(|line| String::from_utf8_lossy(line.as_bytes()).contains(word))
}

#[cfg(test)]
mod tests;
