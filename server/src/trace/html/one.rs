//! The page of one request: its response, the facts that each decision saw, and its path in the graph.

use std::fmt::{self, Display};

use ogrom_core::html::Escaped;
use ogrom_core_resource::trace::{Fact, Seen, Step};

use super::{Answered, Chip, Clock, Page, Took, decisive, reason};
use crate::trace::{TracedRequest, draw::Svg};

/// Where the page leads to.
#[derive(Debug)]
pub(in crate::trace) struct Links {
    pub(in crate::trace) list: String,
    pub(in crate::trace) older: Option<String>,
    pub(in crate::trace) newer: Option<String>,
}

/// The page.
pub(in crate::trace) fn one(traced: &TracedRequest, links: &Links) -> String {
    let trace = &traced.trace;
    let title = format!("{} {} {} · traces", trace.status, trace.method, trace.target);
    Page { title: &title, head: "", content: &One { traced, links } }.to_string()
}

struct One<'a> {
    traced: &'a TracedRequest,
    links: &'a Links,
}

/// The facts that a decision saw; absent ones are named on one line.
struct Facts<'a>(&'a [Fact]);

// === impl One ===

impl Display for One<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let trace = &self.traced.trace;
        self.navigation(f)?;
        let (chip, method, target) = (Chip(trace.status), Escaped(&trace.method), Escaped(&trace.target));
        writeln!(f, "<h1>{chip} {method} <code>{target}</code></h1>")?;
        self.reason(f)?;
        let (at, took, id) = (Clock(self.traced.at), Took(self.traced.took), Escaped(&self.traced.id));
        writeln!(
            f,
            "<p class=\"note\">Decided at {at} UTC within {took}. In the log as <code>{id}</code>.</p>"
        )?;
        f.write_str("</header>\n<main class=\"both\">\n<ol class=\"steps\">\n")?;
        trace.steps.iter().try_for_each(|step| write_step(f, step))?;
        write!(f, "</ol>\n<div class=\"graph\">\n{}\n</div>\n</main>", Svg { walk: Some(trace) })
    }
}

impl One<'_> {
    fn navigation(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Links { list, older, newer } = self.links;
        write!(f, "<header>\n<nav><a href=\"{}\">Last requests</a>", Escaped(list))?;
        for (link, words) in [(older, "← older"), (newer, "newer →")] {
            match link {
                Some(link) => write!(f, " <a href=\"{}\">{words}</a>", Escaped(link))?,
                None => write!(f, " <span>{words}</span>")?,
            }
        }
        writeln!(f, "</nav>")
    }

    /// Why it was answered so, in a sentence.
    fn reason(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let trace = &self.traced.trace;
        let Some(step) = decisive(trace) else { return Ok(()) };
        let (decision, node, reason) = (step.decision, step.decision.node(), reason(trace.status));
        let (asks, source) = (Escaped(node.question), Escaped(node.source));
        write!(f, "<p class=\"reason\"><b>{} {reason}</b>: ", trace.status)?;
        match step.answer {
            Some(answer) => {
                write!(
                    f,
                    "<a href=\"#{decision:?}\">{decision:?}</a> was answered with <b>{answer:?}</b>. "
                )?;
            }
            None => write!(f, "a fault ended the walk at <a href=\"#{decision:?}\">{decision:?}</a>. ")?,
        }
        writeln!(f, "<q>{asks}</q> <small>{source}</small></p>")?;
        writeln!(f, "{}", Facts(&step.facts))
    }
}

fn write_step(f: &mut fmt::Formatter<'_>, step: &Step) -> fmt::Result {
    let (decision, node) = (step.decision, step.decision.node());
    write!(f, "<li><a href=\"#{decision:?}\">{decision:?}</a> <b>{}</b>", Answered(step))?;
    write!(f, "<p>{}</p>", Escaped(node.question))?;
    writeln!(f, "{}</li>", Facts(&step.facts))
}

// === impl Facts ===

impl Display for Facts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (absent, there): (Vec<_>, Vec<_>) = self.0.iter().partition(|fact| fact.seen == Seen::Absent);
        if !there.is_empty() {
            f.write_str("<dl>")?;
            for Fact { name, seen } in there {
                write!(f, "<dt>{}</dt><dd>{}</dd>", Escaped(name), Escaped(&seen.to_string()))?;
            }
            f.write_str("</dl>")?;
        }
        if !absent.is_empty() {
            let names: Vec<_> = absent.iter().map(|fact| fact.name).collect();
            write!(f, "<p class=\"absent\">no {}</p>", Escaped(&names.join(", ")))?;
        }
        Ok(())
    }
}
