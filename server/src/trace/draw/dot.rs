//! The graph in DOT, for Graphviz and whatever else reads it.

use std::fmt;

use ogrom_core_resource::graph::{GRAPH, Next};

/// The graph in DOT. Its names and questions need no escapes, since they hold neither quotes nor backslashes.
#[derive(Debug, Clone, Copy)]
pub struct Dot;

// === impl Dot ===

impl fmt::Display for Dot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "digraph ogrom {{")?;
        writeln!(f, "  graph [ranksep=0.3, nodesep=0.25]")?;
        writeln!(f, "  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=Helvetica]")?;
        writeln!(f, "  edge [fontname=Helvetica, fontsize=11]")?;
        for node in &GRAPH {
            let decision = node.decision;
            writeln!(f, "  {decision:?} [label=\"{decision:?}\\n{}\\n{}\"]", node.question, node.source)?;
            for (answer, next) in node.edges {
                match next {
                    Next::Ask(next) => {
                        // Keeps the questions in one column, whatever the edge skips.
                        writeln!(f, "  {decision:?} -> {next:?} [label=\"{answer:?}\", weight=10]")?;
                    }
                    Next::Respond(status) => {
                        let colour = colour(*status);
                        writeln!(
                            f,
                            "  {decision:?}_{answer:?} [label=\"{status}\", fillcolor=\"{colour}\"]"
                        )?;
                        writeln!(f, "  {decision:?} -> {decision:?}_{answer:?} [label=\"{answer:?}\"]")?;
                    }
                }
            }
        }
        f.write_str("}")
    }
}

fn colour(status: u16) -> &'static str {
    match status / 100 {
        2 => "#c8e6c9",
        3 => "#bbdefb",
        4 => "#ffe0b2",
        _ => "#ffcdd2",
    }
}
