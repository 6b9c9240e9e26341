//! Where each part of the SVG stands. All lengths are in its units, which are pixels unless it is scaled.

use ogrom_core_resource::graph::{Branch, Decision, GRAPH, Next, Node};

/// The width of the whole.
pub(super) const WIDTH: usize = 480;
/// The left and right ends of the boxes; arcs are left of them, statuses right.
pub(super) const LEFT: usize = 56;
pub(super) const RIGHT: usize = 296;
/// Where statuses begin, and how wide they are.
pub(super) const CHIP: usize = 424;
pub(super) const CHIP_WIDTH: usize = 44;
/// How high the row of a status is, and the line of a question.
pub(super) const ROW: usize = 22;
pub(super) const LINE: usize = 13;
/// Between two boxes, where the edge to the next one has its label.
const GAP: usize = 26;
/// The height of a box beside the lines of its question: its name, its source and some air.
const FRAME: usize = 44;
/// How many letters of a question fit into a line, and how many more than its even share one may have.
const LETTERS: usize = 42;
const SLACK: usize = 6;

/// A question with its place.
pub(super) struct Placed {
    pub(super) node: &'static Node,
    pub(super) top: usize,
    pub(super) height: usize,
    pub(super) question: Vec<String>,
    /// The ends that lead from it, from the top. A fault has no answer.
    pub(super) ends: Vec<(Option<Branch>, u16)>,
}

/// Places every question, one below the other; a fault at one of them is one more end of it.
pub(super) fn place(fault: Option<(Decision, u16)>) -> Vec<Placed> {
    let mut top = GAP / 2;
    GRAPH
        .iter()
        .map(|node| {
            let mut ends: Vec<_> = node.edges.iter().copied().filter_map(end).collect();
            ends.extend(fault.filter(|(at, _)| *at == node.decision).map(|(_, status)| (None, status)));
            let question = wrapped(node.question);
            let height = (FRAME + question.len() * LINE).max(ends.len() * ROW);
            let placed = Placed { node, top, height, question, ends };
            top += height + GAP;
            placed
        })
        .collect()
}

/// The height of the whole.
pub(super) fn height(placed: &[Placed]) -> usize {
    placed.last().map_or(0, |last| last.bottom() + GAP / 2)
}

fn end((answer, next): (Branch, Next)) -> Option<(Option<Branch>, u16)> {
    match next {
        Next::Ask(_) => None,
        Next::Respond(status) => Some((Some(answer), status)),
    }
}

/// The text in as few lines as it needs, of about the same length.
fn wrapped(text: &str) -> Vec<String> {
    let length = (text.len() / text.len().div_ceil(LETTERS) + SLACK).min(LETTERS);
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.len() + word.len() < length => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

// === impl Placed ===

impl Placed {
    pub(super) fn bottom(&self) -> usize {
        self.top + self.height
    }

    /// The middle of the row of an end.
    pub(super) fn row(&self, end: usize) -> usize {
        self.top + (self.height - self.ends.len() * ROW) / 2 + end * ROW + ROW / 2
    }
}
