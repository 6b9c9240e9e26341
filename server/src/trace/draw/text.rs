//! The graph as text, for a terminal.

use std::fmt;

use ogrom_core_resource::graph::{GRAPH, Next, Node};

/// The graph as text: each question with what it stands on and looks at, and below it where each answer leads.
#[derive(Debug, Clone, Copy)]
pub struct PlainText;

// === impl PlainText ===

impl fmt::Display for PlainText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        GRAPH.iter().enumerate().try_for_each(|(i, node)| {
            if i > 0 {
                f.write_str("\n\n")?;
            }
            write(f, node)
        })
    }
}

fn write(f: &mut fmt::Formatter<'_>, node: &Node) -> fmt::Result {
    write!(f, "{:?}  {}  ({})", node.decision, node.question, node.source)?;
    if !node.sees.is_empty() {
        write!(f, "\n│ sees {}", node.sees.join(", "))?;
    }
    let width = node.edges.iter().map(|(answer, _)| format!("{answer:?}").len()).max().unwrap_or_default();
    for (i, (answer, next)) in node.edges.iter().enumerate() {
        let branch = if i + 1 < node.edges.len() { '├' } else { '└' };
        // The width of a formatted word needs the word as a text.
        let answer = format!("{answer:?}");
        match next {
            Next::Ask(decision) => write!(f, "\n{branch} {answer:width$}  {decision:?}")?,
            Next::Respond(status) => write!(f, "\n{branch} {answer:width$}  {status}")?,
        }
    }
    Ok(())
}
