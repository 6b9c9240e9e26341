//! Each problem has a page, and each page a problem.

use http::StatusCode;
use ogrom_core_resource::Problem;

use super::{Explained, all, page, titles::TITLES, words::WORDS};

/// A problem of a service.
const OWN: Explained = Explained {
    problem: || Problem::new(StatusCode::CONFLICT, "archived", "The note is archived"),
    meaning: "An archived note does not change.",
    remedy: "Restore it first.",
};

#[test]
fn each_problem_is_explained() {
    let problems: Vec<_> = all(&[]).iter().map(|known| known.problem.name()).collect();
    let explained: Vec<_> = WORDS.iter().map(|(name, ..)| *name).collect();
    assert_eq!(problems, explained);
}

#[test]
fn each_problem_has_a_title_in_each_language() {
    let explained: Vec<_> = WORDS.iter().map(|(name, ..)| *name).collect();
    let titled: Vec<_> = TITLES.iter().map(|(name, ..)| *name).collect();
    assert_eq!(titled, explained);
    for (problem, (name, de, fr)) in all(&[]).iter().map(|known| &known.problem).zip(TITLES) {
        assert!(![de, fr].contains(&problem.title()) && de != fr, "{name} is not translated");
    }
}

#[test]
fn a_service_adds_its_own_in_their_place() {
    let all = all(&[OWN]);
    let found = all.iter().find(|known| known.problem.name() == "archived").unwrap();
    assert!(page::one(found, None).contains("An archived note does not change."));
    assert!(all.is_sorted_by_key(|known| known.problem.name()));
}

#[test]
fn a_page_says_what_it_means_and_what_to_do() {
    for known in all(&[OWN]) {
        let page = page::one(&known, Some("/problems/".to_owned()));
        let problem = &known.problem;
        let status = problem.status().as_str().to_owned();
        for part in [problem.title(), &status, "Meaning</dt><dd>", "href=\"/problems/\""] {
            assert!(page.contains(part), "{} lacks {part}", problem.name());
        }
        assert!(!page.contains("<dd></dd>"), "{}", problem.name());
    }
}

#[test]
fn a_link_is_no_markup_whatever_a_client_puts_before_its_path() {
    let problems = all(&[]);
    let link = || Some("/a\"onclick=\"x/problems/".to_owned());
    let listed = problems.iter().map(|known| (&known.problem, link()));
    for page in [page::one(&problems[0], link()), page::list(listed)] {
        assert!(page.contains("href=\"/a&quot;onclick=&quot;x/problems/\""), "{page}");
    }
}
