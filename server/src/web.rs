//! The web layer around every response: content codings, CORS, and security headers.

pub mod base_path;
pub mod cache_tags;
pub mod compression;
pub mod cors;
pub mod options;
mod security;

use http::{HeaderMap, HeaderValue, Request, Response, header};
use ogrom_core::{Body, mount::PathPrefix};
pub use ogrom_core_resource::Caching;
use ogrom_core_resource::Codings;

pub use self::options::WebOptions;
pub(crate) use self::security::ALWAYS;
use self::{
    base_path::BasePath,
    cache_tags::CacheTagFields,
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
    base_path: Option<BasePath>,
    cache_tags: CacheTagFields,
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
            base_path: options.base_path.clone(),
            cache_tags: options.cache_tags,
        })
    }

    /// The fields with cache tags that responses have.
    pub(crate) fn cache_tags(&self) -> CacheTagFields {
        self.cache_tags
    }

    /// The prefix that clients see before the path of a request with these fields, behind so many trusted proxies.
    pub(crate) fn prefix(&self, headers: &HeaderMap, trusted_proxies: usize) -> Option<PathPrefix> {
        self.base_path.as_ref()?.prefix(headers, trusted_proxies)
    }

    /// That prefix, if it is the same for all requests.
    pub(crate) fn fixed_prefix(&self) -> Option<&PathPrefix> {
        match &self.base_path {
            Some(BasePath::Fixed(prefix)) => Some(prefix),
            Some(BasePath::Forwarded) | None => None,
        }
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

    /// Sets the CORS headers, which differ from origin to origin, on a response on its way out, and states what its links
    /// depend on.
    pub(crate) fn after(&self, request: CorsRequest, headers: &mut HeaderMap) {
        if let Some(cors) = &self.cors {
            cors.apply(request, headers);
        }
        if self.base_path == Some(BasePath::Forwarded) {
            // A cache behind the proxy may serve it to a client that sees another prefix.
            headers.append(header::VARY, const { HeaderValue::from_static("x-forwarded-prefix") });
        }
    }
}

impl Default for Web {
    /// The web layer of a service without options.
    fn default() -> Self {
        let (compression, security) = (Some(Compression::default()), Security::new(None, None));
        Self { compression, cors: None, security, base_path: None, cache_tags: CacheTagFields::None }
    }
}

/// Whether `Cache-Control` has this word, on any of its lines and whatever stands beside it.
pub(crate) fn cache_control_has(headers: &HeaderMap, word: &str) -> bool {
    let mut lines = headers.get_all(header::CACHE_CONTROL).iter();
    lines.any(|line| String::from_utf8_lossy(line.as_bytes()).contains(word))
}

#[cfg(test)]
mod tests;
