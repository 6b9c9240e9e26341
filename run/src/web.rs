//! The basics of the web around every answer: content codings, other origins, and what browsers may do with it.

pub mod compression;
pub mod cors;
pub mod options;
mod security;

use http::{HeaderMap, Request, Response, header};
use ogrom_core::Body;
pub use ogrom_core_resource::Caching;

pub use self::options::WebOptions;
pub(crate) use self::security::ALWAYS;
use self::{
    compression::{Coded, Compression},
    cors::{Asking, Cors, CorsError},
    security::Security,
};

/// What is done to every answer, made once.
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

    /// How a page asks, if one does.
    pub fn ask<B>(&self, request: &Request<B>) -> Asking {
        self.cors.as_ref().map(|cors| cors.ask(request)).unwrap_or_default()
    }

    /// How the answer to a request is to be coded.
    pub fn coded<B>(&self, request: &Request<B>) -> Coded {
        if self.compression.is_some() { Coded::asked(request) } else { Coded::default() }
    }

    /// Codes an answer as was asked.
    pub async fn compress(&self, coded: Coded, mut response: Response<Body>) -> Response<Body> {
        if let Some(compression) = &self.compression {
            compression.compress(coded, &mut response).await;
        }
        response
    }

    /// Tells browsers what they must not do with an answer, whoever asked.
    pub fn secure(&self, response: &mut Response<Body>) {
        let status = response.status();
        let headers = response.headers_mut();
        // At once, since a map that grows moves all that is in it.
        headers.reserve(security::FIELDS + cors::FIELDS);
        self.security.tell(status, headers);
    }

    /// Tells browsers which pages may read an answer to who asked so.
    pub fn share(&self, asking: Asking, headers: &mut HeaderMap) {
        if let Some(cors) = &self.cors {
            cors.tell(asking, headers);
        }
    }
}

impl Default for Web {
    /// What a service does that is told nothing.
    fn default() -> Self {
        Self { compression: Some(Compression::default()), cors: None, security: Security::new(None, None) }
    }
}

/// Whether `Cache-Control` has this word, on any of its lines and whatever stands beside it.
pub(crate) fn caching_says(headers: &HeaderMap, word: &str) -> bool {
    let mut lines = headers.get_all(header::CACHE_CONTROL).iter();
    lines.any(|line| String::from_utf8_lossy(line.as_bytes()).contains(word))
}

#[cfg(test)]
mod tests;
