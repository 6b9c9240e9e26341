//! The graph is sound, and its walks keep to it.

use std::collections::HashSet;

use http::HeaderName;

use super::{
    Branch::{Granted, No, Yes},
    Next::{Ask, Respond},
    *,
};

#[test]
fn a_node_stands_at_its_decision() {
    for (i, node) in GRAPH.iter().enumerate() {
        assert_eq!(node.decision as usize, i);
    }
}

#[test]
fn every_edge_leads_forward() {
    for node in GRAPH {
        for (answer, next) in node.edges {
            if let Ask(decision) = next {
                assert!(*decision as usize > node.decision as usize, "{:?} {answer:?}", node.decision);
            }
        }
    }
}

#[test]
fn every_decision_is_reached_and_every_answer_distinct() {
    let targets = GRAPH.iter().flat_map(|node| node.edges).filter_map(|(_, next)| match next {
        Ask(decision) => Some(*decision),
        Respond(_) => None,
    });
    let reached: HashSet<_> = targets.chain([Walk::new().at()]).collect();
    assert_eq!(reached.len(), GRAPH.len());
    for node in GRAPH {
        let answers: HashSet<_> = node.edges.iter().map(|(answer, _)| answer).collect();
        assert_eq!(answers.len(), node.edges.len(), "{:?}", node.decision);
    }
}

#[test]
fn the_front_page_shows_the_graph() {
    let page = include_str!("../../README.md");
    let rows: Vec<Vec<_>> = page
        .lines()
        .skip_while(|line| !line.starts_with("| decision |"))
        .take_while(|line| line.starts_with('|'))
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    assert_eq!(rows.len(), GRAPH.len());
    for (node, row) in GRAPH.iter().zip(rows) {
        let ends = node.edges.iter().filter_map(|(answer, next)| match next {
            Ask(_) => None,
            Respond(status) => Some(format!("`{answer:?}` {status}")),
        });
        let ends: Vec<_> = ends.collect();
        let told = [row[1], row[2], row[3], row[4]];
        assert_eq!(told, [&*format!("`{:?}`", node.decision), node.question, &*ends.join(", "), node.source]);
    }
}

#[test]
fn a_question_sees_fields_that_a_request_can_have() {
    for name in GRAPH.iter().flat_map(|node| node.sees) {
        let field = HeaderName::from_bytes(name.as_bytes()).is_ok_and(|field| field.as_str() == *name);
        assert!(field || [":method", ":path"].contains(name), "{name}");
    }
}

#[test]
fn a_walk_remembers_its_path() {
    let mut walk = Walk::new();
    assert_eq!(walk.answer(Granted), None, "no such answer");
    assert_eq!(walk.answer(Yes), Some(Ask(Decision::MethodKnown)));
    assert_eq!(walk.answer(No), Some(Respond(501)));
    let steps: Vec<_> = walk.steps().collect();
    assert_eq!(steps, [(Decision::Available, Yes), (Decision::MethodKnown, No)]);
}
