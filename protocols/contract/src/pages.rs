//! The rules for the pages of every list.

use ogrom_protocols::{Cursor, CursorRefused, Error, Limit, Page, PageRequest, Result};

use crate::expect::ok;

/// The request for up to so many items after the cursor.
pub fn up_to(limit: usize, cursor: Option<Cursor>) -> PageRequest {
    PageRequest { limit: Limit::new(limit).unwrap_or(Limit::MAX), cursor }
}

/// The list has exactly the items of these identifiers, in this order, whatever the limit. Each comes once, on full
/// pages but for the last, and the last has no cursor.
pub async fn list_is<T>(
    expected: &[&str],
    id: impl Fn(&T) -> &str,
    ask: impl AsyncFn(PageRequest) -> Result<Page<T>>,
) {
    for limit in 1..=expected.len() + 1 {
        let mut pages: Vec<_> = expected.chunks(limit).map(<[_]>::to_vec).collect();
        if pages.is_empty() {
            pages.push(vec![]);
        }
        assert_eq!(walk(limit, pages.len(), &id, &ask).await, pages, "pages of {limit}");
    }
}

/// The identifiers page by page, up to one page more than there should be.
async fn walk<T>(
    limit: usize,
    pages: usize,
    id: &impl Fn(&T) -> &str,
    ask: &impl AsyncFn(PageRequest) -> Result<Page<T>>,
) -> Vec<Vec<String>> {
    let mut walked = Vec::new();
    let mut cursor = None;
    while walked.len() <= pages {
        let page = ok(ask(up_to(limit, cursor)).await);
        walked.push(page.items.iter().map(|item| id(item).to_owned()).collect());
        match page.next {
            Some(next) => cursor = Some(Cursor::parse(next.as_str())),
            None => break,
        }
    }
    walked
}

/// The cursor after the first item of a list that has more.
pub async fn cursor_after_first<T>(ask: impl AsyncFn(PageRequest) -> Result<Page<T>>) -> Cursor {
    ok(ask(up_to(1, None)).await).next.expect("the list has more than one item")
}

/// A cursor that no list handed out is refused.
pub async fn malformed_cursors_are_refused<T>(ask: impl AsyncFn(PageRequest) -> Result<Page<T>>) {
    let good = cursor_after_first(&ask).await;
    let cut = &good.as_str()[..good.as_str().len() / 2];
    for text in ["", "?", "1", "' or 1=1 --", "é", cut] {
        let refused = ask(up_to(1, Some(Cursor::parse(text)))).await.err();
        assert!(
            matches!(refused, Some(Error::Cursor(CursorRefused::Malformed))),
            "the cursor {text:?} leads to {refused:?}"
        );
    }
}

/// A cursor of another list is refused.
pub async fn cursor_is_of_another_query<T>(
    cursor: &Cursor,
    ask: impl AsyncFn(PageRequest) -> Result<Page<T>>,
) {
    let refused = ask(up_to(1, Some(cursor.clone()))).await.err();
    assert!(
        matches!(refused, Some(Error::Cursor(CursorRefused::OtherQuery))),
        "a cursor of another query leads to {refused:?}"
    );
}
