//! Proactive negotiation of the content coding (RFC 9110 §12.5.3), for a layer that compresses responses.

use http::{HeaderMap, header};

use crate::{
    list::{lines, split},
    weight::weighted,
};

/// A content coding for responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coding {
    /// RFC 8878: the quickest to write.
    Zstd,
    /// RFC 7932.
    Brotli,
    /// RFC 1952: every client reads it.
    Gzip,
}

/// The content codings that a client accepts. A layer that compresses responses adds it to the request's extensions.
///
/// The engine then makes the coding part of the entity tag, sends no ranges of coded content, and responds with 406 if no
/// coding is acceptable. Without this extension, responses have no coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Codings {
    /// The coding of the response; `None` for none.
    pub chosen: Option<Coding>,
    /// Whether a response without a coding is acceptable, too.
    pub identity: bool,
}

// === impl Coding ===

impl Coding {
    /// All of them, the server's favourite first.
    pub const ALL: [Self; 3] = [Self::Zstd, Self::Brotli, Self::Gzip];

    /// As header fields name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The suffix of an entity tag in this coding, before the closing quote. Two codings of one representation need
    /// different tags (RFC 9110 §8.8.3.3).
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Zstd => "+zstd",
            Self::Brotli => "+br",
            Self::Gzip => "+gzip",
        }
    }

    /// The coding of this name. RFC 9110 §8.4.1.3: `x-gzip` is gzip.
    fn named(name: &str) -> Option<Self> {
        let name = if name.eq_ignore_ascii_case("x-gzip") { "gzip" } else { name };
        Self::ALL.into_iter().find(|coding| name.eq_ignore_ascii_case(coding.name()))
    }
}

// === impl Codings ===

impl Codings {
    /// None at all: what is answered to a client that does not speak of codings.
    pub const IDENTITY: Self = Self { chosen: None, identity: true };

    /// Reads `Accept-Encoding`. A coding with the same weight as `identity` is chosen. Among equal weights the server's
    /// favourite wins.
    pub fn of(headers: &HeaderMap) -> Self {
        let mut weights = Weights::default();
        for line in lines(headers, &header::ACCEPT_ENCODING) {
            split(&line, ',').for_each(|member| weights.take(member));
        }
        weights.choose()
    }

    /// Whether there is nothing that could be sent.
    pub const fn nothing(self) -> bool {
        self.chosen.is_none() && !self.identity
    }
}

/// The weight of each coding in thousandths; `None` where the header field does not name it.
#[derive(Debug, Default)]
struct Weights {
    codings: [Option<u16>; Coding::ALL.len()],
    identity: Option<u16>,
    /// The weight of `*`.
    others: Option<u16>,
}

// === impl Weights ===

impl Weights {
    /// Adds a list member. An unreadable member is ignored, since content without a coding can nearly always be sent.
    fn take(&mut self, member: &str) {
        let (name, weight) = weighted(member);
        let named = match (name, Coding::named(name)) {
            ("*", _) => &mut self.others,
            (_, Some(coding)) => &mut self.codings[coding as usize],
            _ if name.eq_ignore_ascii_case("identity") => &mut self.identity,
            _ => return,
        };
        if weight.is_said {
            *named = Some(weight.thousandths);
        }
    }

    fn choose(&self) -> Codings {
        let weight = |coding: Coding| self.codings[coding as usize].or(self.others).unwrap_or(0);
        // The first of several that are equal, which `max_by_key` would not take.
        let best = Coding::ALL.into_iter().rev().max_by_key(|coding| weight(*coding));
        let liked = |coding: &Coding| weight(*coding) > 0 && weight(*coding) >= self.identity.unwrap_or(0);
        Codings {
            chosen: best.filter(liked),
            // It is always acceptable unless it is ruled out, by its name or with all that have none.
            identity: self.identity.or(self.others) != Some(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], chosen: Option<Coding>, identity: bool) {
        let headers = lines.iter().map(|line| (header::ACCEPT_ENCODING, line.parse().unwrap())).collect();
        assert_eq!(Codings::of(&headers), Codings { chosen, identity }, "{lines:?}");
    }

    #[test]
    fn the_favourite_of_the_client_is_chosen_and_among_equals_that_of_the_server() {
        check(&["gzip, deflate, br, zstd"], Some(Coding::Zstd), true);
        check(&["gzip, deflate, br"], Some(Coding::Brotli), true);
        check(&["br;q=0.8, gzip;q=0.9, zstd;q=0.1"], Some(Coding::Gzip), true);
        check(&["GZIP;Q=0.001"], Some(Coding::Gzip), true);
        check(&["x-gzip"], Some(Coding::Gzip), true);
        check(&["br;q=0.5", "gzip"], Some(Coding::Gzip), true);
        check(&["*"], Some(Coding::Zstd), true);
        check(&["*;q=0.3, zstd;q=0, br;q=0.2"], Some(Coding::Gzip), true);
    }

    #[test]
    fn no_coding_is_what_goes_without_saying() {
        for lines in [&[][..], &[""], &["deflate"], &["identity"], &["gzip;q=0"], &["compress, x-br"]] {
            check(lines, None, true);
        }
        check(&["identity;q=0.5, gzip;q=0.4"], None, true);
        check(&["identity;q=0.5, gzip;q=0.5"], Some(Coding::Gzip), true);
    }

    #[test]
    fn no_coding_can_be_ruled_out() {
        check(&["identity;q=0, gzip"], Some(Coding::Gzip), false);
        check(&["*;q=0, br"], Some(Coding::Brotli), false);
        check(&["gzip, identity;q=0.1, *;q=0"], Some(Coding::Gzip), true);
        check(&["identity;q=0"], None, false);
        check(&["*;q=0"], None, false);
        check(&["identity;q=0, gzip;q=0, *"], Some(Coding::Zstd), false);
    }

    #[test]
    fn what_cannot_be_read_costs_itself_alone() {
        check(&[";;, ,gzip"], Some(Coding::Gzip), true);
        check(&["gzip;q=0.5, gzip;q=nonsense, br;q=0.1"], Some(Coding::Gzip), true);
        check(&["\u{e9}, br\", gzip"], Some(Coding::Gzip), true);
        check(&["gzip;q=2, br;q=x"], None, true);
    }

    #[test]
    fn what_deployed_clients_send_is_understood() {
        check(&["gzip;q=1.0,deflate;q=0.6,identity;q=0.3"], Some(Coding::Gzip), true);
        check(&["gzip;q=.5, br;q=.25"], Some(Coding::Gzip), true);
        check(&["gzip ; q = 0.5"], Some(Coding::Gzip), true);
        check(&["gzip;level=1"], Some(Coding::Gzip), true);
        check(&["deflate, gzip, x-gzip, identity, *;q=0"], Some(Coding::Gzip), true);
        check(&["identity;q=1, *;q=0"], None, true);
    }
}
