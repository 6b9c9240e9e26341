//! The pages as HTML. All of it is our own text, but for what stands before the paths of links: that is as a client sent it.

use std::fmt::Write;

use ogrom_core_resource::Problem;

use super::Explanation;
use crate::html::Escaped;

const STYLE: &str = ":root{color-scheme:light dark;background:canvas}body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}\
    code{font-size:1.1em}dt{font-weight:600;margin-top:1rem}dd{margin:0}li{margin:.4rem 0}";

/// The words of the pages beside those of problems, in one language.
#[derive(Debug)]
pub(super) struct Labels {
    pub(super) language: &'static str,
    problems: &'static str,
    about: &'static str,
    status: &'static str,
    meaning: &'static str,
    remedy: &'static str,
    all: &'static str,
}

const ENGLISH: Labels = Labels {
    language: "en",
    problems: "Problems",
    about: "Every failure is a problem document (RFC 9457). These are all its types.",
    status: "Status",
    meaning: "Meaning",
    remedy: "Remedy",
    all: "All problems",
};

const GERMAN: Labels = Labels {
    language: "de",
    problems: "Probleme",
    about: "Jeder Fehler ist ein Problemdokument (RFC 9457). Dies sind alle Typen.",
    status: "Status",
    meaning: "Bedeutung",
    remedy: "Abhilfe",
    all: "Alle Probleme",
};

const FRENCH: Labels = Labels {
    language: "fr",
    problems: "Problèmes",
    about: "Chaque erreur est un document de problème (RFC 9457). Voici tous ses types.",
    status: "Statut",
    meaning: "Signification",
    remedy: "Remède",
    all: "Tous les problèmes",
};

// === impl Labels ===

impl Labels {
    /// The labels in this language; in English, where there are none in it.
    pub(super) fn of(language: &str) -> &'static Self {
        match language {
            "de" => &GERMAN,
            "fr" => &FRENCH,
            _ => &ENGLISH,
        }
    }
}

/// The list of all problems, each with a link to its page.
pub(super) fn list<'a>(
    problems: impl Iterator<Item = (&'a Problem, Option<String>)>,
    labels: &Labels,
) -> String {
    let mut items = String::new();
    for (problem, link) in problems {
        let (status, name, title) = (problem.status().as_u16(), problem.name(), problem.title());
        let name =
            link.map_or_else(|| name.to_owned(), |link| format!("<a href=\"{}\">{name}</a>", Escaped(&link)));
        let _ = write!(items, "<li>{status} <code>{name}</code>: {title}</li>");
    }
    whole(labels, labels.problems, &format!("<p>{}</p><ul>{items}</ul>", labels.about))
}

/// The page of one problem: its meaning and its remedy.
pub(super) fn one(
    Explanation { problem, meaning, remedy }: &Explanation,
    all: Option<String>,
    labels: &Labels,
) -> String {
    let all = all
        .map_or_else(String::new, |link| format!("<p><a href=\"{}\">{}</a></p>", Escaped(&link), labels.all));
    let Labels { status: of_status, meaning: of_meaning, remedy: of_remedy, .. } = labels;
    let status = problem.status();
    whole(
        labels,
        problem.title(),
        &format!(
            "<dl><dt>{of_status}</dt><dd>{status}</dd><dt>{of_meaning}</dt><dd>{meaning}</dd><dt>{of_remedy}</dt><dd>{remedy}</dd></dl>{all}"
        ),
    )
}

fn whole(Labels { language, .. }: &Labels, title: &str, content: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style><main><h1>{title}</h1>{content}</main></html>"
    )
}
