//! The pages as HTML. Every text of a request is escaped.

mod list;
mod one;

use std::{
    fmt::{self, Display},
    time::Duration,
};

use http::StatusCode;
use ogrom_core::html::Escaped;
use ogrom_core_resource::trace::{Step, Trace};
use ogrom_protocols_model::Timestamp;

pub(super) use self::{
    list::list,
    one::{Links, one},
};

/// The looks, in light and dark.
const STYLE: &str = include_str!("html/page.css");

/// A page: its title, the elements of its head beside those that every page has, and its content.
struct Page<'a> {
    title: &'a str,
    head: &'a str,
    content: &'a dyn Display,
}

/// A status in its colour.
struct Chip(u16);

/// The answer of a step.
struct Answered<'a>(&'a Step);

/// The time of day.
struct Clock(Timestamp);

/// A span of time, to three digits or so.
struct Took(Duration);

// === impl Page ===

impl Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { title, head, content } = self;
        let title = Escaped(title);
        write!(
            f,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{head}\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{content}\n</body>\n</html>\n"
        )
    }
}

// === impl Chip ===

impl Display for Chip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(status) = self;
        write!(f, "<b class=\"chip s{}\" title=\"{}\">{status}</b>", status / 100, reason(*status))
    }
}

fn reason(status: u16) -> &'static str {
    StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default()
}

// === impl Answered ===

impl Display for Answered<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.answer {
            Some(answer) => write!(f, "{answer:?}"),
            None => f.write_str("Fault"),
        }
    }
}

// === impl Clock ===

impl Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0.as_millis()) {
            Ok(time) => write!(f, "{}", time.strftime("%H:%M:%S%.3f")),
            Err(_) => f.write_str("?"),
        }
    }
}

// === impl Took ===

impl Display for Took {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_micros() {
            micros @ 0..1_000 => write!(f, "{micros} µs"),
            micros @ 1_000..100_000 => write!(f, "{}.{} ms", micros / 1_000, micros / 100 % 10),
            micros => write!(f, "{} ms", micros / 1_000),
        }
    }
}

/// The step that decided the answer, which is the last.
fn decisive(trace: &Trace) -> Option<&Step> {
    trace.steps.last()
}
