//! Every drawing shows the whole graph, and a walk marks itself alone.

use std::collections::BTreeSet;

use ogrom_core_resource::{
    graph::{Branch, Decision, GRAPH, Next, Walk},
    trace::{Fact, Seen, Step, Trace},
};

use super::*;

/// A walk that answers these, which saw a target that would be markup.
fn walked(answers: &[Branch], status: u16) -> Trace {
    let mut walk = Walk::new();
    for answer in answers {
        assert!(walk.answer(*answer).is_some(), "{answer:?}");
    }
    let facts = vec![Fact { name: ":path", seen: Seen::Text("/<script>\"'&".to_owned()) }];
    let step = |(decision, answer)| Step { decision, answer: Some(answer), facts: facts.clone() };
    let steps = walk.steps().map(step).collect();
    Trace { method: "GET".to_owned(), target: "/<script>".to_owned(), status, steps }
}

/// The identifiers of what is marked as taken.
fn taken(svg: &str) -> BTreeSet<&str> {
    let tags = svg.split('<').filter(|tag| tag.contains(" taken\""));
    tags.filter_map(|tag| tag.split('"').nth(1)).collect()
}

/// Every tag is closed, in order.
#[track_caller]
fn assert_well_formed(svg: &str) {
    let mut open = Vec::new();
    for tag in svg.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').expect("a tag ends");
        let name = tag.split([' ', '/']).find(|name| !name.is_empty()).expect("a tag has a name");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        let escapes = text.split('&').skip(1);
        assert!(escapes.into_iter().all(|escape| escape.contains(';')), "{text}");
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn the_text_shows_every_question_and_edge() {
    let text = PlainText.to_string();
    let blocks: Vec<_> = text.split("\n\n").collect();
    assert_eq!(blocks.len(), GRAPH.len());
    for (block, node) in blocks.into_iter().zip(&GRAPH) {
        let lines: Vec<Vec<_>> = block.lines().map(|line| line.split_whitespace().collect()).collect();
        assert!(block.starts_with(&format!("{:?}  {}  ({})", node.decision, node.question, node.source)));
        assert!(node.sees.iter().all(|name| block.contains(name)), "{block}");
        for (answer, next) in node.edges {
            let to = match next {
                Next::Ask(decision) => format!("{decision:?}"),
                Next::Respond(status) => status.to_string(),
            };
            assert!(lines.iter().any(|line| line[1..] == [&*format!("{answer:?}"), &*to]), "{block}");
        }
    }
}

#[test]
fn the_text_reads_well() {
    let expected = "Available  Can the service answer at all now?  (RFC 9110 §15.6.4)\n\
                    ├ Yes  MethodKnown\n\
                    └ No   503\n\
                    \n\
                    MethodKnown  Is the method one that we know?  (RFC 9110 §15.6.2)\n\
                    │ sees :method\n\
                    ├ Yes  UriFits\n\
                    └ No   501\n";
    assert!(PlainText.to_string().starts_with(expected), "{PlainText}");
}

#[test]
fn the_dot_shows_every_question_and_edge() {
    let dot = Dot.to_string();
    for node in &GRAPH {
        let decision = node.decision;
        assert!(dot.contains(&format!("\n  {decision:?} [label=\"{decision:?}\\n{}\\n", node.question)));
        for (answer, next) in node.edges {
            let to = match next {
                Next::Ask(next) => format!("{next:?}"),
                Next::Respond(status) => {
                    assert!(dot.contains(&format!("\n  {decision:?}_{answer:?} [label=\"{status}\"")));
                    format!("{decision:?}_{answer:?}")
                }
            };
            assert!(dot.contains(&format!("\n  {decision:?} -> {to} [label=\"{answer:?}\"")), "{dot}");
        }
    }
    let quoted: String = GRAPH.iter().flat_map(|node| [node.question, node.source]).collect();
    assert!(!quoted.contains(['"', '\\']), "the names need escapes");
}

#[test]
fn the_svg_shows_every_question_and_edge() {
    let svg = Svg::default().to_string();
    assert_well_formed(&svg);
    assert!(taken(&svg).is_empty());
    for node in &GRAPH {
        let shown = svg.split(&format!("<g id=\"{:?}\"", node.decision)).nth(1).expect("it is drawn");
        let shown = shown.split("</g>").next().unwrap_or_default();
        let parts = [format!(">{:?}<", node.decision), format!(">{}<", node.source)];
        assert!(parts.iter().all(|part| shown.contains(part)) && shown.contains(node.question), "{shown}");
        for (answer, next) in node.edges {
            let id = format!("<g id=\"{:?}-{answer:?}\"", node.decision);
            let shown =
                svg.split(&id).nth(1).and_then(|edge| edge.split("</g>").next()).expect("it is drawn");
            assert!(shown.contains(&format!(">{answer:?}<")), "{shown}");
            if let Next::Respond(status) = next {
                assert!(shown.contains(&format!(">{status}<")), "{shown}");
            }
        }
    }
}

#[test]
fn a_walk_marks_itself_alone() {
    let trace = walked(&[Branch::Yes, Branch::Yes, Branch::No], 414);
    let svg = Svg { walk: Some(&trace) }.to_string();
    assert_well_formed(&svg);
    let expected = ["Available", "Available-Yes", "MethodKnown", "MethodKnown-Yes", "UriFits", "UriFits-No"];
    assert_eq!(taken(&svg), BTreeSet::from(expected));
    assert!(svg.contains("(RFC 9110 §15.5.15)\n:path: /&lt;script&gt;&quot;&#39;&amp;"), "facts are told");
    assert!(!svg.contains("<script"));
}

#[test]
fn a_fault_is_drawn_where_it_happened() {
    let mut trace = walked(&[Branch::Yes; 5], 503);
    trace.steps.push(Step { decision: Decision::Access, answer: None, facts: vec![] });
    let svg = Svg { walk: Some(&trace) }.to_string();
    assert_well_formed(&svg);
    assert!(taken(&svg).is_superset(&BTreeSet::from(["Access", "Access-Fault"])), "{:?}", taken(&svg));
    assert_eq!(taken(&svg).len(), 12);
    assert!(!Svg::default().to_string().contains("Fault"));
}
