//! The guide of a service, and the page around it.

use std::fmt::Write;

use ogrom_core::{html::Escaped, problem::ProblemsResource};
use ogrom_core_openapi::{DocumentResource, Origin};
use ogrom_core_path::LinkTo;
use ogrom_core_resource::Cx;

use super::files::MODULES;
use crate::Paths;

/// The words of a service to developers of clients.
///
/// The page replaces some words of the guide. The attribute `"DOCUMENT"` becomes a link to the document of the API, and
/// `"PROBLEMS"` one to the list of problems. `ORIGIN` becomes the URL that all paths follow, as
/// `https://api.example`, and `ORIGIN_DOCUMENT` the whole URL of the document. A heading `<h2 id="…">` becomes an entry of the
/// menu.
pub trait Guide: Send + Sync + 'static {
    /// The name of the service.
    const NAME: &'static str;

    /// Its purpose, in a sentence.
    const ABOUT: &'static str;

    /// The guide itself, as HTML.
    const HTML: &'static str;

    /// The changes of the API, the newest version first.
    fn changes() -> &'static [Change] {
        &[]
    }

    /// The resources that it links to beside those.
    fn links() -> Vec<LinkTo> {
        Vec::new()
    }

    /// The links to these, each with the attribute that becomes it, as in `LOCALES`.
    fn linked(_: &Cx) -> Vec<(&'static str, Option<String>)> {
        Vec::new()
    }
}

/// The additions of one version of an API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The version, or what stands for it, such as `Since 1.0.0`.
    pub title: String,
    /// Each addition: the operation or schema, and what is new.
    pub additions: Vec<(String, String)>,
}

const PAGE: &str = include_str!("../../docs/page.html");

/// The page with this guide.
pub(super) fn page<G: Guide>(cx: &Cx, token: Option<&str>) -> String {
    let document = cx.link_to::<DocumentResource>(&()).unwrap_or_default();
    let problems = cx.link_to::<ProblemsResource>(&()).unwrap_or_default();
    let base = format!("{}{}", origin(cx), Escaped(cx.removed_prefix()));
    let page = PAGE.replace("NAME", G::NAME).replace("ABOUT", G::ABOUT);
    let page = page.replace("GUIDE", G::HTML).replace("CHANGES", &changes(G::changes()));
    let page = page.replace("MENU", &menu(&page)).replace("MODULES", &preloads());
    let page = page.replace("ORIGIN_DOCUMENT", &format!("ORIGIN{}", Paths::default().document));
    let page = page.replace("ORIGIN", &base);
    let page = page.replace("\"PROBLEMS/", &format!("\"{problems}"));
    let own = [
        ("DOCUMENT", Some(document)),
        ("PROBLEMS", Some(problems)),
        ("DEVELOPMENT_TOKEN", token.map(str::to_owned)),
    ];
    own.into_iter().chain(G::linked(cx)).fold(page, |page, (name, link)| {
        page.replace(&format!("\"{name}\""), &format!("\"{}\"", link.unwrap_or_default()))
    })
}

/// The scheme and the authority that the client has sent the request to. Where the service does not know them, the word stays
/// for the script of the page, which does.
fn origin(cx: &Cx) -> &str {
    cx.fact::<Origin>().map_or("ORIGIN", |Origin(origin)| origin)
}

/// Has the browser load all modules at once, instead of each when another one imports it.
fn preloads() -> String {
    let link = |name: &str| format!("<link rel=\"modulepreload\" href=\"scripts/{name}\">\n");
    MODULES.iter().filter(|(name, _)| *name != "theme.js").map(|(name, _)| link(name)).collect()
}

/// An entry for each heading of a guide.
fn menu(guide: &str) -> String {
    let headings = guide.split("<h2 id=\"").skip(1).filter_map(|rest| {
        let (id, rest) = rest.split_once("\">")?;
        Some((id, rest.split_once("</h2>")?.0))
    });
    let mut entries = String::new();
    for (id, title) in headings {
        let _ = writeln!(entries, "<li><a href=\"#{id}\">{title}</a></li>");
    }
    entries
}

/// The section of the changes, or none.
fn changes(changes: &[Change]) -> String {
    let mut section = String::new();
    for Change { title, additions } in changes {
        let _ = writeln!(section, "<h3>{}</h3>\n<ul>", Escaped(title));
        for (place, new) in additions {
            let _ = writeln!(section, "<li><code>{}</code>: {}</li>", Escaped(place), Escaped(new));
        }
        section.push_str("</ul>\n");
    }
    if section.is_empty() {
        return section;
    }
    format!("<section>\n<h2 id=\"changes\">Changes</h2>\n{section}</section>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_heading_of_a_guide_is_an_entry_of_the_menu() {
        let guide = "<h2 id=\"begin\">Begin</h2><p>…</p><h2>No target</h2><h2 id=\"end\">The end</h2>";
        let entries = "<li><a href=\"#begin\">Begin</a></li>\n<li><a href=\"#end\">The end</a></li>\n";
        assert_eq!(menu(guide), entries);
        assert_eq!(menu("<p>No heading.</p>"), "");
    }

    #[test]
    fn no_text_of_a_document_becomes_markup() {
        let change =
            Change { title: "1.1 <b>".to_owned(), additions: vec![("<i>".to_owned(), "a & b".to_owned())] };
        let section = changes(&[change]);
        assert_eq!(
            section,
            "<section>\n<h2 id=\"changes\">Changes</h2>\n<h3>1.1 &lt;b&gt;</h3>\n<ul>\n\
             <li><code>&lt;i&gt;</code>: a &amp; b</li>\n</ul>\n</section>\n"
        );
        assert_eq!(changes(&[]), "");
    }
}
