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

#[test]
fn a_link_is_no_markup_whatever_a_client_puts_before_its_path() {
    let problems = all();
    let link = || Some("/a\"onclick=\"x/problems/".to_owned());
    for page in
        [page::one(&problems[0], link()), page::list(problems.iter().map(|problem| (problem, link())))]
    {
        assert!(page.contains("href=\"/a&quot;onclick=&quot;x/problems/\""), "{page}");
    }
}
