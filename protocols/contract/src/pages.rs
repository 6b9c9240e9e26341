//! The rules for the pages of every list.

use ogrom_protocols::{Cursor, CursorRefused, Error, Limit, Page, PageRequest, Result};

use crate::expect::ok;

/// The request for up to so many items after the cursor.
pub fn up_to(limit: usize, cursor: Option<Cursor>) -> PageRequest {
    PageRequest { limit: Limit::new(limit).unwrap_or(Limit::MAX), cursor }
}

/// The list has exactly the items of these identifiers, in this order, whatever the limit. Each comes once, on full
/// pages but for the last. The last page has no cursor of a next one, and the first none of a previous one. From the last
/// page back to the first, the pages are the same.
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
        let first = ok(ask(up_to(limit, None)).await);
        assert_eq!(first.prev, None, "the first page of {limit} has a previous one");
        let (walked, last) = walk(first, limit, pages.len(), |page| &page.next, &id, &ask).await;
        assert_eq!(walked, pages, "pages of {limit}");
        let (mut walked, first) = walk(last, limit, pages.len(), |page| &page.prev, &id, &ask).await;
        walked.reverse();
        assert_eq!(walked, pages, "pages of {limit}, from the last to the first");
        assert_eq!(first.next.is_some(), pages.len() > 1, "the first page of {limit}, reached from the last");
    }
}

/// The identifiers page by page from this page on, up to one page more than there should be, and the page that has no
/// further one.
async fn walk<T>(
    mut page: Page<T>,
    limit: usize,
    pages: usize,
    further: impl Fn(&Page<T>) -> &Option<Cursor>,
    id: &impl Fn(&T) -> &str,
    ask: &impl AsyncFn(PageRequest) -> Result<Page<T>>,
) -> (Vec<Vec<String>>, Page<T>) {
    let mut walked = Vec::new();
    loop {
        walked.push(page.items.iter().map(|item| id(item).to_owned()).collect());
        match further(&page) {
            Some(cursor) if walked.len() <= pages => {
                let cursor = Cursor::parse(cursor.as_str());
                page = ok(ask(up_to(limit, Some(cursor))).await);
            }
            _ => return (walked, page),
        }
    }
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
