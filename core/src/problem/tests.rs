//! Each problem has a page, and each page a problem.

use http::StatusCode;
use ogrom_core_resource::Problem;

use super::{
    Explained, all,
    page::{self, Labels},
    titles::TITLES,
    words::{WORDS, de, fr},
};

/// A problem of a service.
const OWN: Explained = Explained {
    problem: || Problem::new(StatusCode::CONFLICT, "archived", "The note is archived"),
    meaning: "An archived note does not change.",
    remedy: "Restore it first.",
};

#[test]
fn each_problem_is_explained() {
    let problems: Vec<_> = all(&[], "en").iter().map(|known| known.problem.name()).collect();
    let explained: Vec<_> = WORDS.iter().map(|(name, ..)| *name).collect();
    assert_eq!(problems, explained);
}

#[test]
fn each_problem_has_a_title_in_each_language() {
    let explained: Vec<_> = WORDS.iter().map(|(name, ..)| *name).collect();
    let titled: Vec<_> = TITLES.iter().map(|(name, ..)| *name).collect();
    assert_eq!(titled, explained);
    for (problem, (name, de, fr)) in all(&[], "en").iter().map(|known| &known.problem).zip(TITLES) {
        assert!(![de, fr].contains(&problem.title()) && de != fr, "{name} is not translated");
    }
}

#[test]
fn each_problem_is_explained_in_each_language() {
    let english = all(&[OWN], "en");
    for (language, words) in [("de", de::WORDS), ("fr", fr::WORDS)] {
        assert!(words.iter().map(|(name, ..)| name).eq(WORDS.iter().map(|(name, ..)| name)), "{language}");
        for (told, english) in all(&[OWN], language).iter().zip(&english) {
            let is_own = told.problem.name() == "archived";
            assert_eq!(told.problem.name(), english.problem.name());
            assert_eq!(told.meaning == english.meaning, is_own, "{language} {}", told.meaning);
            assert_eq!(told.remedy == english.remedy, is_own, "{language} {}", told.remedy);
            let page = page::one(told, None, Labels::of(language));
            assert!(page.contains(&format!("<html lang=\"{language}\">")) && page.contains(told.meaning));
            assert!(!page.contains("<dt>Meaning"), "{page}");
        }
    }
}

#[test]
fn a_service_adds_its_own_in_their_place() {
    let all = all(&[OWN], "en");
    let found = all.iter().find(|known| known.problem.name() == "archived").unwrap();
    assert!(page::one(found, None, Labels::of("en")).contains("An archived note does not change."));
    assert!(all.is_sorted_by_key(|known| known.problem.name()));
}

#[test]
fn a_page_says_what_it_means_and_what_to_do() {
    for known in all(&[OWN], "en") {
        let page = page::one(&known, Some("/problems/".to_owned()), Labels::of("en"));
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
    let problems = all(&[], "en");
    let link = || Some("/a\"onclick=\"x/problems/".to_owned());
    let listed = problems.iter().map(|known| (&known.problem, link()));
    for page in [page::one(&problems[0], link(), Labels::of("en")), page::list(listed, Labels::of("en"))] {
        assert!(page.contains("href=\"/a&quot;onclick=&quot;x/problems/\""), "{page}");
    }
}
