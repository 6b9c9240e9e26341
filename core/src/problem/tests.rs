//! Each problem has a page, and each page a problem.

use super::{all, page, words::WORDS};

#[test]
fn each_problem_is_explained() {
    let problems: Vec<_> = all().iter().map(ogrom_core_resource::Problem::name).collect();
    let explained: Vec<_> = WORDS.iter().map(|(name, ..)| *name).collect();
    assert_eq!(problems, explained);
}

#[test]
fn a_page_says_what_it_means_and_what_to_do() {
    for problem in all() {
        let page = page::one(&problem, Some("/problems/".to_owned()));
        let status = problem.status().as_str().to_owned();
        for part in [problem.title(), &status, "What it means</dt><dd>", "href=\"/problems/\""] {
            assert!(page.contains(part), "{} lacks {part}", problem.name());
        }
        assert!(!page.contains("<dd></dd>"), "{}", problem.name());
    }
}
