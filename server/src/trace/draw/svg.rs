//! The graph as SVG: the questions in a column, edges that skip some as arcs, statuses to the right.

use std::fmt;

use ogrom_core::html::Escaped;
use ogrom_core_resource::{
    graph::{Branch, Decision, Next},
    trace::{Step, Trace},
};

use super::layout::{self, CHIP, CHIP_WIDTH, LEFT, LINE, Placed, RIGHT, WIDTH};

/// The looks, in light and dark.
const STYLE: &str = include_str!("graph.css");

/// The graph as SVG, with tooltips, without scripts. It stands by itself and inside of HTML. Each question has its name as
/// its `id`, each edge its question and answer, as in `Conditions-Unmodified`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Svg<'a> {
    /// The walk to highlight, everything else being muted.
    pub walk: Option<&'a Trace>,
}

// === impl Svg ===

impl fmt::Display for Svg<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let placed = layout::place(self.fault());
        let height = layout::height(&placed);
        let walked = if self.walk.is_some() { " walked" } else { "" };
        writeln!(
            f,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ogrom-graph{walked}\" width=\"{WIDTH}\" \
             height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\">"
        )?;
        writeln!(f, "<title>The decision graph</title>\n<style>\n{STYLE}</style>")?;
        writeln!(f, "<rect class=\"ground\" width=\"{WIDTH}\" height=\"{height}\" rx=\"6\"/>")?;
        for at in &placed {
            self.edges(f, at, &placed)?;
            self.ends(f, at)?;
        }
        placed.iter().try_for_each(|at| self.node(f, at))?;
        f.write_str("</svg>")
    }
}

impl<'a> Svg<'a> {
    fn step(self, decision: Decision) -> Option<&'a Step> {
        self.walk?.steps.iter().find(|step| step.decision == decision)
    }

    /// Where a fault ended the walk, and its status.
    fn fault(self) -> Option<(Decision, u16)> {
        let walk = self.walk?;
        walk.steps.last().filter(|last| last.answer.is_none()).map(|last| (last.decision, walk.status))
    }

    /// The class that marks an edge of the walk; a fault is an edge without an answer.
    fn taken(self, decision: Decision, answer: Option<Branch>) -> &'static str {
        if self.step(decision).is_some_and(|step| step.answer == answer) { " taken" } else { "" }
    }

    fn node(self, f: &mut fmt::Formatter<'_>, at: &Placed) -> fmt::Result {
        let (decision, top, middle) = (at.node.decision, at.top, usize::midpoint(LEFT, RIGHT));
        let step = self.step(decision);
        let taken = if step.is_some() { " taken" } else { "" };
        write!(f, "<g id=\"{decision:?}\" class=\"node{taken}\"><title>")?;
        tooltip(f, at, step)?;
        let (width, height) = (RIGHT - LEFT, at.height);
        write!(
            f,
            "</title><rect class=\"box\" x=\"{LEFT}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>"
        )?;
        let first = top + (height - at.question.len() * LINE) / 2;
        write!(
            f,
            "<text class=\"name\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{decision:?}</text>",
            first - 4
        )?;
        for (i, line) in at.question.iter().enumerate() {
            let y = first + 11 + i * LINE;
            write!(f, "<text x=\"{middle}\" y=\"{y}\" text-anchor=\"middle\">{}</text>", Escaped(line))?;
        }
        let (y, source) = (first + 12 + at.question.len() * LINE, Escaped(at.node.source));
        writeln!(
            f,
            "<text class=\"source\" x=\"{middle}\" y=\"{y}\" text-anchor=\"middle\">{source}</text></g>"
        )
    }

    /// The edges to other questions.
    fn edges(self, f: &mut fmt::Formatter<'_>, at: &Placed, placed: &[Placed]) -> fmt::Result {
        let from = at.node.decision;
        for (answer, next) in at.node.edges {
            let Next::Ask(to) = next else { continue };
            let taken = self.taken(from, Some(*answer));
            write!(f, "<g id=\"{from:?}-{answer:?}\" class=\"edge{taken}\">")?;
            let (to, skipped) = (&placed[*to as usize], *to as usize - from as usize - 1);
            if skipped == 0 {
                down(f, at, to, *answer)?;
            } else {
                arc(f, at, to, *answer, skipped)?;
            }
            writeln!(f, "</g>")?;
        }
        Ok(())
    }

    /// The edges to statuses, with these.
    fn ends(self, f: &mut fmt::Formatter<'_>, at: &Placed) -> fmt::Result {
        let decision = at.node.decision;
        for (i, (answer, status)) in at.ends.iter().enumerate() {
            let taken = self.taken(decision, *answer);
            let label = answer.map_or_else(|| "Fault".to_owned(), |answer| format!("{answer:?}"));
            let (y, x, class) = (at.row(i), CHIP + CHIP_WIDTH / 2, status / 100);
            write!(f, "<g id=\"{decision:?}-{label}\" class=\"edge{taken}\">")?;
            write!(f, "<path class=\"line\" d=\"M{RIGHT} {y}H{CHIP}\"/>")?;
            write!(f, "<text class=\"label\" x=\"{}\" y=\"{}\">{label}</text>", RIGHT + 10, y - 3)?;
            write!(f, "<g class=\"chip s{class}\">")?;
            write!(f, "<rect x=\"{CHIP}\" y=\"{}\" width=\"{CHIP_WIDTH}\" height=\"18\" rx=\"9\"/>", y - 9)?;
            writeln!(f, "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{status}</text></g></g>", y + 4)?;
        }
        Ok(())
    }
}

/// The tooltip of a decision: its words, and the facts that it saw, or would look at.
fn tooltip(f: &mut fmt::Formatter<'_>, at: &Placed, step: Option<&Step>) -> fmt::Result {
    write!(f, "{} ({})", Escaped(at.node.question), Escaped(at.node.source))?;
    match step {
        Some(step) => step
            .facts
            .iter()
            .try_for_each(|fact| write!(f, "\n{}: {}", Escaped(fact.name), Escaped(&fact.seen.to_string()))),
        None if at.node.sees.is_empty() => Ok(()),
        None => write!(f, "\nsees {}", Escaped(&at.node.sees.join(", "))),
    }
}

/// To the next box.
fn down(f: &mut fmt::Formatter<'_>, from: &Placed, to: &Placed, answer: Branch) -> fmt::Result {
    let (x, top, bottom) = (usize::midpoint(LEFT, RIGHT), from.bottom(), to.top);
    write!(f, "<path class=\"line\" d=\"M{x} {top}V{}\"/>", bottom - 6)?;
    write!(f, "<path class=\"head\" d=\"M{x} {bottom}l-4 -8h8z\"/>")?;
    write!(f, "<text class=\"label\" x=\"{}\" y=\"{}\">{answer:?}</text>", x + 8, top + 16)
}

/// Past the boxes between.
fn arc(
    f: &mut fmt::Formatter<'_>,
    from: &Placed,
    to: &Placed,
    answer: Branch,
    skipped: usize,
) -> fmt::Result {
    let (leaves, arrives) = (from.top + from.height * 2 / 3, to.top + to.height / 3);
    let turn = LEFT.saturating_sub(40 + 16 * skipped);
    write!(
        f,
        "<path class=\"line\" d=\"M{LEFT} {leaves}C{turn} {leaves} {turn} {arrives} {} {arrives}\"/>",
        LEFT - 6
    )?;
    write!(f, "<path class=\"head\" d=\"M{LEFT} {arrives}l-8 -4v8z\"/>")?;
    write!(
        f,
        "<text class=\"label\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{answer:?}</text>",
        LEFT - 6,
        leaves - 5
    )
}
