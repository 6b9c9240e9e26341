//! The list of the last requests.

use std::fmt::{self, Display};

use ogrom_core::html::Escaped;

use super::{Answered, Chip, Clock, Page, Took, decisive};
use crate::trace::{CAPACITY, TracedRequest, page::Listing};

/// After how many seconds a live page loads itself again.
const REFRESH: u32 = 2;

/// The page, with the link to its other way of listing, and the links to requests.
pub(in crate::trace) fn list(listing: &Listing, other: &str, link: &dyn Fn(u64) -> String) -> String {
    let head = if listing.live {
        format!("<meta http-equiv=\"refresh\" content=\"{REFRESH}\">\n")
    } else {
        String::new()
    };
    let content = List { listing, other, link };
    Page { title: "Last requests · traces", head: &head, content: &content }.to_string()
}

struct List<'a> {
    listing: &'a Listing,
    other: &'a str,
    link: &'a dyn Fn(u64) -> String,
}

/// A line of the list.
struct Row<'a> {
    traced: &'a TracedRequest,
    link: String,
}

// === impl List ===

impl Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (other, state) = (Escaped(self.other), if self.listing.live { "Pause" } else { "Go live" });
        let live = if self.listing.live {
            "<span class=\"live\">live</span>"
        } else {
            "<span class=\"state\">paused</span>"
        };
        write!(
            f,
            "<header class=\"bar\"><h1>Last requests</h1><p>{live} <a href=\"{other}\">{state}</a></p></header>\n<main>\n"
        )?;
        if self.listing.traced.is_empty() {
            write!(
                f,
                "<p>None yet. Ask for something, <a href=\"/v1/\">/v1/</a> say, and it is here.</p>\n</main>"
            )?;
            return Ok(());
        }
        f.write_str("<ol class=\"requests\">\n")?;
        for traced in &self.listing.traced {
            let link = (self.link)(traced.number);
            writeln!(f, "{}", Row { traced, link })?;
        }
        write!(
            f,
            "</ol>\n<p class=\"note\">The last {CAPACITY} requests that reached an endpoint are kept until this process \
             ends. Times are UTC.</p>\n</main>"
        )
    }
}

// === impl Row ===

impl Display for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { traced, link } = self;
        let trace = &traced.trace;
        let (href, chip) = (Escaped(link), Chip(trace.status));
        let (method, target) = (Escaped(&trace.method), Escaped(&trace.target));
        write!(f, "<li><a href=\"{href}\">{chip}<b class=\"method\">{method}</b><code>{target}</code>")?;
        f.write_str("<span class=\"why\">")?;
        if let Some(last) = decisive(trace) {
            write!(f, "{:?}: {}", last.decision, Answered(last))?;
        }
        write!(
            f,
            "</span><time>{}</time><span class=\"took\">{}</span></a></li>",
            Clock(traced.at),
            Took(traced.took)
        )
    }
}
