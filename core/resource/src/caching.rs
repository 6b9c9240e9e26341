//! How long an answer may be kept, and by whom (RFC 9111).

use std::{fmt::Write, time::Duration};

use http::{HeaderMap, HeaderValue, StatusCode, header};

/// How long the answers of an endpoint may be kept: what its `Cache-Control` says.
///
/// It is said of representations, whole or in part, and where they are as the client has them. What else an endpoint
/// answers, failures and what comes of changes, is for the one who asked and for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caching {
    /// Nobody keeps them: `private, no-store`. For what only the one who asks may see.
    NoStore,
    /// Everybody may keep them, and asks whether they are still right before each use, which costs a 304: `no-cache`.
    Revalidate,
    /// Everybody may use them for a while without asking.
    Public(Lifetimes),
}

/// For how long, in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lifetimes {
    /// For whoever keeps them: `max-age`.
    pub max_age: Duration,
    /// For caches that many share, if it is another time for these: `s-maxage`.
    pub shared: Option<Duration>,
    /// For how much longer while the cache asks behind the client's back (RFC 5861 §3). Zero for not at all.
    pub stale_while_revalidate: Duration,
    /// For how much longer where the service answers with a failure, or not at all (RFC 5861 §4). Zero for not at all.
    pub stale_if_error: Duration,
    /// Whether they never change, so that nobody asks within their time, not even on reload (RFC 8246).
    pub immutable: bool,
    /// Whether this holds for strangers alone. Who shows credentials may have changed something a moment ago, and must see
    /// it: their answers are `private, no-cache`, and `Vary` keeps them from being given those of strangers.
    pub anonymous_only: bool,
}

/// For whom a representation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// For all who ask: who they are decides nothing.
    Everybody,
    /// For strangers alone: a client with credentials would get another one. `Vary` names `Authorization`; a layer with other
    /// credentials adds the field that holds them.
    Strangers,
    /// For the caller alone: `private`, and asked for again before each use.
    Caller,
}

/// The header values of a [`Caching`], ready to be sent.
#[derive(Debug, Clone)]
pub(crate) struct CacheHeaders {
    /// To every client.
    anonymous: HeaderValue,
    /// To clients with credentials.
    authenticated: HeaderValue,
    /// To the caller, where the representation is for them alone.
    own: HeaderValue,
}

// === impl CacheHeaders ===

impl CacheHeaders {
    pub(crate) fn of(caching: Caching) -> Self {
        let (never, revalidate) = ("private, no-store", "private, no-cache");
        let (never, own) = (HeaderValue::from_static(never), HeaderValue::from_static(revalidate));
        match caching {
            Caching::NoStore => Self { anonymous: never.clone(), authenticated: never.clone(), own: never },
            Caching::Revalidate => {
                let all = HeaderValue::from_static("no-cache");
                Self { anonymous: all.clone(), authenticated: all, own }
            }
            Caching::Public(lifetimes) => {
                let all = lifetimes.directives();
                let authenticated = if lifetimes.anonymous_only { own.clone() } else { all.clone() };
                Self { anonymous: all, authenticated, own }
            }
        }
    }

    /// Adds them to the response to a safe request with these header fields.
    pub(crate) fn write(
        &self,
        request: &HeaderMap,
        audience: Audience,
        status: StatusCode,
        headers: &mut HeaderMap,
    ) {
        use StatusCode as Status;
        if !matches!(status, Status::OK | Status::PARTIAL_CONTENT | Status::NOT_MODIFIED) {
            return;
        }
        if audience != Audience::Everybody || self.anonymous != self.authenticated {
            headers.append(header::VARY, HeaderValue::from_static("authorization"));
        }
        let told = match audience {
            Audience::Caller => &self.own,
            _ if request.contains_key(header::AUTHORIZATION) => &self.authenticated,
            _ => &self.anonymous,
        };
        headers.insert(header::CACHE_CONTROL, told.clone());
    }
}

// === impl Lifetimes ===

impl Lifetimes {
    fn directives(&self) -> HeaderValue {
        let mut text = format!("public, max-age={}", self.max_age.as_secs());
        let further = [
            ("s-maxage", self.shared),
            ("stale-while-revalidate", Some(self.stale_while_revalidate).filter(|time| !time.is_zero())),
            ("stale-if-error", Some(self.stale_if_error).filter(|time| !time.is_zero())),
        ];
        for (name, time) in further {
            if let Some(time) = time {
                // Writing to a text cannot fail.
                let _ = write!(text, ", {name}={}", time.as_secs());
            }
        }
        if self.immutable {
            text.push_str(", immutable");
        }
        HeaderValue::try_from(text).expect("names and digits are visible characters")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(caching: Caching, credentials: bool, status: u16) -> (Option<String>, Option<String>) {
        told_to(Audience::Everybody, caching, credentials, status)
    }

    fn told_to(
        audience: Audience,
        caching: Caching,
        credentials: bool,
        status: u16,
    ) -> (Option<String>, Option<String>) {
        let (mut request, mut headers) = (HeaderMap::new(), HeaderMap::new());
        if credentials {
            request.insert(header::AUTHORIZATION, HeaderValue::from_static("Bearer x"));
        }
        let status = StatusCode::from_u16(status).unwrap();
        CacheHeaders::of(caching).write(&request, audience, status, &mut headers);
        let text = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap().to_owned());
        (text(header::CACHE_CONTROL), text(header::VARY))
    }

    #[test]
    fn each_lifetime_is_told_in_seconds() {
        let minute = Duration::from_mins(1);
        let lifetimes = Lifetimes { max_age: minute, immutable: true, ..Lifetimes::default() };
        let public = |lifetimes| told(Caching::Public(lifetimes), true, 200).0.unwrap();
        assert_eq!(public(lifetimes), "public, max-age=60, immutable");
        let lifetimes = Lifetimes {
            shared: Some(minute * 5),
            stale_while_revalidate: Duration::from_millis(10_900),
            stale_if_error: minute * 60,
            ..Lifetimes::default()
        };
        assert_eq!(
            public(lifetimes),
            "public, max-age=0, s-maxage=300, stale-while-revalidate=10, stale-if-error=3600"
        );
        assert_eq!(told(Caching::NoStore, false, 200).0.unwrap(), "private, no-store");
        assert_eq!(told(Caching::Revalidate, false, 200).0.unwrap(), "no-cache");
    }

    #[test]
    fn who_shows_credentials_is_never_given_what_strangers_may_keep() {
        let lifetimes =
            Lifetimes { max_age: Duration::from_secs(9), anonymous_only: true, ..Lifetimes::default() };
        let varies = Some("authorization".to_owned());
        for status in [200, 206, 304] {
            let stranger = told(Caching::Public(lifetimes), false, status);
            assert_eq!(stranger, (Some("public, max-age=9".into()), varies.clone()));
            let bearer = told(Caching::Public(lifetimes), true, status);
            assert_eq!(bearer, (Some("private, no-cache".into()), varies.clone()));
        }
    }

    #[test]
    fn what_is_for_the_caller_alone_is_shared_with_nobody() {
        let lifetimes = Lifetimes { max_age: Duration::from_secs(9), ..Lifetimes::default() };
        for (caching, shared, own) in [
            (Caching::NoStore, "private, no-store", "private, no-store"),
            (Caching::Revalidate, "no-cache", "private, no-cache"),
            (Caching::Public(lifetimes), "public, max-age=9", "private, no-cache"),
        ] {
            let varies = Some("authorization".to_owned());
            // Credentials need not stand in `Authorization`.
            for credentials in [false, true] {
                let told = told_to(Audience::Caller, caching, credentials, 200);
                assert_eq!(told, (Some(own.to_owned()), varies.clone()), "{caching:?}");
            }
            let told = told_to(Audience::Strangers, caching, false, 200);
            assert_eq!(told, (Some(shared.to_owned()), varies), "{caching:?}");
            let told = told_to(Audience::Everybody, caching, true, 200);
            assert_eq!(told, (Some(shared.to_owned()), None), "{caching:?}");
        }
    }

    #[test]
    fn nothing_is_said_of_what_is_no_representation() {
        for status in [204, 301, 401, 404, 500] {
            assert_eq!(told(Caching::Revalidate, false, status), (None, None));
        }
    }
}
