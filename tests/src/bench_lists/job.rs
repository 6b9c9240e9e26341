//! The measured calls, and the table of their times.

use std::{fmt::Write as _, time::Instant};

use ogrom_protocols::{Cursor, Limit, Page, PageRequest, Place, Position, Result};
use ogrom_protocols_fashion::{
    CollageOrder, CollageQuery, CollageReader, CommentQuery, CommentReader, CommentWriter, LikeQuery,
    LikeReader,
};
use ogrom_sources_fashion_sql::Sql;

use crate::data::{at, comment, context, id};

/// How many items there are on a page, and in a batch.
const ITEMS: usize = 20;

/// The time of half of the calls and of 99 in 100 of them at most, in microseconds.
#[derive(Debug, Clone, Copy)]
struct Times {
    median: u128,
    p99: u128,
}

/// Measures everything over this database, a line each.
pub(crate) async fn table(database: &str, sql: &Sql, rows: usize, reads: usize) -> Result<String> {
    let ctx = context();
    let mut table = String::new();
    let middle = rows / 4 * 2;
    let mut row = |job: &str, first: Times, around: Option<[Times; 2]>| {
        let both = |Times { median, p99 }| format!("{median} / {p99}");
        let [middle, previous] = around.map_or(["", ""].map(str::to_owned), |around| around.map(both));
        let of_first = |times: Times| times.median * 100 / first.median.max(1);
        let ratios =
            around.map(|around| around.map(of_first).map(|of| format!("{}.{:02}", of / 100, of % 100)));
        let ratios = ratios.map(|ratios| ratios.join(", ")).unwrap_or_default();
        let _ =
            writeln!(table, "| {job} | {database} | {} | {middle} | {previous} | {ratios} |", both(first));
    };

    let all = CollageQuery::default();
    let liked = CollageQuery { order: CollageOrder::MostLiked, ..all.clone() };
    for (job, query, rank) in
        [("collages, newest first", all, at(middle).as_millis()), ("collages, most liked first", liked, 1)]
    {
        let list = async |page| sql.collages(&ctx, &query, &page).await;
        let [first, around @ ..] = pages(reads, &query.describe(), rank, id_text('c', middle), list).await?;
        row(job, first, Some(around));
    }
    let query = CommentQuery { collage: Some(id('c', 0)), ..CommentQuery::default() };
    let list = async |page| sql.comments(&ctx, &query, &page).await;
    let rank = at(middle).as_millis();
    let [first, around @ ..] = pages(reads, &query.describe(), rank, id_text('m', middle), list).await?;
    row("comments on a collage", first, Some(around));
    for (job, query, noun, middle) in [
        ("likes of a collage", LikeQuery::OfCollage(id('c', 0)), 'u', middle + 1),
        ("likes of a user", LikeQuery::OfUser(id('u', 0)), 'c', middle),
    ] {
        let list = async |page| sql.likes(&ctx, &query, &page).await;
        let rank = at(middle).as_millis();
        let [first, around @ ..] = pages(reads, &query.describe(), rank, id_text(noun, middle), list).await?;
        row(job, first, Some(around));
    }

    let among = |turn: usize| (0..ITEMS).map(move |item| (turn * 7_919 + item * 20_011) % rows);
    let call = async |turn| {
        let ids: Vec<_> = among(turn).map(|number| id('c', number)).collect();
        sql.collages_by_ids(&ctx, &ids).await
    };
    row("20 collages by id", times(reads, call).await?, None);
    let call = async |turn| {
        let ids: Vec<_> = among(turn).map(|number| id('m', number)).collect();
        sql.comments_by_ids(&ctx, &ids).await
    };
    row("20 comments by id", times(reads, call).await?, None);
    let user = id('u', 0);
    let call = async |turn| {
        let ids: Vec<_> = among(turn).map(|number| id('c', number)).collect();
        sql.likes_among(&ctx, &user, &ids).await
    };
    row("likes of a user among 20 collages", times(reads, call).await?, None);
    let call = async |turn| sql.create_comment(&ctx, &comment(rows + turn, 0)).await;
    row("a new comment, which its collage counts", times(reads, call).await?, None);
    Ok(table)
}

/// The first page of a list, the page in the middle behind this position, and the one before it, by turns.
async fn pages<T>(
    reads: usize,
    query: &str,
    rank: i64,
    id: String,
    list: impl AsyncFn(PageRequest) -> Result<Page<T>>,
) -> Result<[Times; 3]> {
    let limit = Limit::new(ITEMS).unwrap_or(Limit::DEFAULT);
    let position = Position { rank, id };
    let places = [None, Some(Place::After(position.clone())), Some(Place::Before(position))];
    let cursors = places.map(|place| Some(Cursor::seal(query, &place?)));
    let mut taken = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..reads {
        for (taken, cursor) in taken.iter_mut().zip(&cursors) {
            let request = PageRequest { limit, cursor: cursor.clone() };
            let began = Instant::now();
            let page = list(request).await?;
            taken.push(began.elapsed().as_micros());
            assert_eq!(page.items.len(), ITEMS, "the list is long enough");
        }
    }
    Ok(taken.map(Times::of))
}

/// Calls so often, one after the other.
async fn times<T>(calls: usize, call: impl AsyncFn(usize) -> Result<T>) -> Result<Times> {
    let mut taken = Vec::with_capacity(calls);
    for turn in 0..calls {
        let began = Instant::now();
        call(turn).await?;
        taken.push(began.elapsed().as_micros());
    }
    Ok(Times::of(taken))
}

fn id_text(noun: char, number: usize) -> String {
    format!("{noun}{number:06}")
}

// === impl Times ===

impl Times {
    fn of(mut taken: Vec<u128>) -> Self {
        taken.sort_unstable();
        Self { median: taken[taken.len() / 2], p99: taken[taken.len() * 99 / 100] }
    }
}
