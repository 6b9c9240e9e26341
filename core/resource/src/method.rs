//! The methods that the engine knows, and sets of them.

use std::fmt;

/// A method that the engine knows (RFC 9110 §9.3, RFC 5789). Any other is answered with 501.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Transfers the representation.
    Get,
    /// Like GET, without the content.
    Head,
    /// Lets the resource process the content.
    Post,
    /// Replaces the representation.
    Put,
    /// Changes parts of the resource.
    Patch,
    /// Removes the resource.
    Delete,
    /// Tells what can be done.
    Options,
    /// Echoes the request; never allowed here, since it would reveal headers (RFC 9110 §9.3.8).
    Trace,
}

/// A set of methods; by default the empty one.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Methods(u8);

// === impl Method ===

impl Method {
    const ALL: [Self; 8] = {
        use Method::{Delete, Get, Head, Options, Patch, Post, Put, Trace};
        [Get, Head, Post, Put, Patch, Delete, Options, Trace]
    };

    /// The method of a request; absent where the engine does not know it.
    pub fn of(method: &http::Method) -> Option<Self> {
        Some(match *method {
            http::Method::GET => Self::Get,
            http::Method::HEAD => Self::Head,
            http::Method::POST => Self::Post,
            http::Method::PUT => Self::Put,
            http::Method::PATCH => Self::Patch,
            http::Method::DELETE => Self::Delete,
            http::Method::OPTIONS => Self::Options,
            http::Method::TRACE => Self::Trace,
            _ => return None,
        })
    }

    /// Its name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Trace => "TRACE",
        }
    }

    /// Whether it asks for nothing but information (RFC 9110 §9.2.1).
    pub const fn is_safe(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Options | Self::Trace)
    }

    /// Whether it reads the representation.
    pub const fn is_read(self) -> bool {
        matches!(self, Self::Get | Self::Head)
    }

    /// Whether the content of the request means something.
    pub const fn has_content(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

// === impl Methods ===

impl Methods {
    /// The methods that every resource supports.
    pub(crate) const ALWAYS: Self = Self(1 << Method::Options as u8);

    /// The set with one more.
    pub(crate) const fn with(self, method: Method) -> Self {
        Self(self.0 | 1 << method as u8)
    }

    /// Those that are in either.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the method is among them.
    pub const fn contains(self, method: Method) -> bool {
        self.0 & 1 << method as u8 != 0
    }

    /// Those that are among them.
    pub fn iter(self) -> impl Iterator<Item = Method> {
        Method::ALL.into_iter().filter(move |method| self.contains(*method))
    }
}

/// As the `Allow` header lists them (RFC 9110 §10.2.1).
impl fmt::Display for Methods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, method) in self.iter().enumerate() {
            f.write_str(if i == 0 { "" } else { ", " })?;
            f.write_str(method.as_str())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Methods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{self}]")
    }
}
