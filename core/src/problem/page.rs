//! The pages as HTML. All of it is our own text, but for what stands before the paths of links: that is as a client sent it.

use std::fmt::Write;

use ogrom_core_resource::Problem;

use super::Explanation;
use crate::html::Escaped;

const STYLE: &str = ":root{color-scheme:light dark;background:canvas}body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}\
    code{font-size:1.1em}dt{font-weight:600;margin-top:1rem}dd{margin:0}li{margin:.4rem 0}";

/// The list of all problems, each with a link to its page.
pub(super) fn list<'a>(problems: impl Iterator<Item = (&'a Problem, Option<String>)>) -> String {
    let mut items = String::new();
    for (problem, link) in problems {
        let (status, name, title) = (problem.status().as_u16(), problem.name(), problem.title());
        let name =
            link.map_or_else(|| name.to_owned(), |link| format!("<a href=\"{}\">{name}</a>", Escaped(&link)));
        let _ = write!(items, "<li>{status} <code>{name}</code>: {title}</li>");
    }
    whole(
        "Problems",
        &format!(
            "<p>Every failure is a problem document (RFC 9457). These are all its types.</p><ul>{items}</ul>"
        ),
    )
}

/// The page of one problem: its meaning and its remedy.
pub(super) fn one(Explanation { problem, meaning, remedy }: &Explanation, all: Option<String>) -> String {
    let all = all
        .map_or_else(String::new, |link| format!("<p><a href=\"{}\">All problems</a></p>", Escaped(&link)));
    let status = problem.status();
    whole(
        problem.title(),
        &format!(
            "<dl><dt>Status</dt><dd>{status}</dd><dt>Meaning</dt><dd>{meaning}</dd><dt>Remedy</dt><dd>{remedy}</dd></dl>{all}"
        ),
    )
}

fn whole(title: &str, content: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style><main><h1>{title}</h1>{content}</main></html>"
    )
}
