//! A cache: what was asked lately is answered without asking again.

mod changes;
mod collage;
mod comment;
mod flight;
mod idempotency;
mod key;
mod like;
mod lookups;
mod product;
mod resting;
mod size;
mod store;
mod user;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    panic::resume_unwind,
    sync::Arc,
    time::Duration,
};

use ogrom_protocols::{Context, Error, Result};
use tokio::time::Instant;
use tracing::Instrument;

use self::{
    flight::Passage,
    key::{Keep, Key, Thing, Touched},
    lookups::Looked,
    resting::Resting,
    store::{Found, Store},
};
use crate::{
    error::is_down,
    timed::{after, in_time},
};

/// Counts what is looked for in the cache, by `class` and by what is `found`: `fresh`, `stale` or `nothing`.
pub const LOOKUPS: &str = "ogrom_cache_lookups_total";

/// How much memory the answers take that are kept, in bytes, more or less.
pub const BYTES: &str = "ogrom_cache_bytes";

/// How much is kept, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheLimits {
    /// How much memory answers may take, in bytes. What is asked for least is forgotten first.
    pub bytes: u64,
    /// How old an answer may be. It bounds how long a change goes unnoticed that another process made.
    pub max_age: Duration,
    /// How much older an answer may be that is given because the source is unavailable or timed out.
    pub max_stale: Duration,
    /// How long the source may take for an answer that is to be kept, whenever the asker's own deadline is.
    pub fill: Duration,
}

/// A source over a source that keeps the answers: things by identifier, those that are not there included, and pages
/// of lists. Likes and idempotency are always asked for.
///
/// - Who asks for what is being asked for waits for the same answer: one flight per key, unless the last one is late by
///   a second, and so may never arrive. A flight is a task of its own, so that it survives an asker who hangs up, and each
///   asker waits only until their own deadline.
/// - A change through this source forgets what it concerns before it is answered, and the flights that may have seen
///   the state before it: they answer those who asked before, and are not kept. A refused change does the same, for
///   it shows that something else has changed. A change that failed may have happened: what it concerns is asked for
///   again, and the old answer is given only where the source is down.
/// - Errors are never kept.
/// - Where the asker takes notes in a [`Basis`](ogrom_protocols::Basis), each answer is noted: it holds until it is too old
///   for this cache, or a change through this source concerns it.
/// - An answer that must show what was written before an instant is asked for, and not kept. So is one, and kept, of what
///   was changed through this source, so that a source which reads from copies of its data does not bring the state before
///   the change back.
///
/// An answer is given to all alike: no trait lets it depend on the locale or on who asks. A clone shares everything.
pub struct Cached<S> {
    source: Arc<S>,
    store: Arc<Store>,
}

/// A change on its way. What it concerns is forgotten when it is answered, and doubted where it ends in any other way.
struct Change {
    store: Arc<Store>,
    touched: Touched,
    known: bool,
}

// === impl Cached ===

impl<S: Send + Sync + 'static> Cached<S> {
    /// This source with an empty cache before it.
    pub fn new(source: Arc<S>, limits: CacheLimits) -> Self {
        Self { source, store: Arc::new(Store::new(limits)) }
    }

    /// How much memory the answers take that are kept, in bytes, more or less.
    pub fn bytes(&self) -> u64 {
        self.store.bytes()
    }

    /// The answer of one key.
    async fn one<V: Keep, F>(
        &self,
        ctx: &Context,
        key: Key,
        ask: impl FnOnce(Arc<S>, Context) -> F + Send,
    ) -> Result<V>
    where
        F: Future<Output = Result<V>> + Send + 'static,
    {
        if ctx.as_of.is_some() {
            return ask(self.passing(ctx), ctx.clone()).await;
        }
        let keys = [key];
        let resting = Resting::begin(ctx, &self.store, &keys);
        if let Some((answer, since)) = self.store.look::<V>(&keys[0]).fresh() {
            self.store.count(V::CLASS, Looked::Fresh, 1);
            resting.end(Some(since));
            return Ok(V::clone(&answer));
        }
        let ask = |source, ctx, _| {
            let answer = ask(source, ctx);
            async { answer.await.map(|answer| vec![answer]) }
        };
        let answers = self.fly(ctx, &keys, resting, ask).await?;
        answers.into_iter().next().ok_or_else(|| Error::corrupt("a question had no answer"))
    }

    /// The things of these identifiers, each once, without those that are not there.
    async fn things<T: Thing + Send, F>(
        &self,
        ctx: &Context,
        ids: &[T::Id],
        ask: impl FnOnce(Arc<S>, Context, Vec<T::Id>) -> F + Send,
    ) -> Result<Vec<T>>
    where
        F: Future<Output = Result<Vec<T>>> + Send + 'static,
        T::Id: 'static,
        Option<T>: Keep,
    {
        if ctx.as_of.is_some() {
            return ask(self.passing(ctx), ctx.clone(), ids.to_vec()).await;
        }
        let ids: Vec<&T::Id> = ids.iter().collect::<BTreeSet<_>>().into_iter().collect();
        let keys: Vec<Key> = ids.iter().map(|id| T::key(id)).collect();
        let resting = Resting::begin(ctx, &self.store, &keys);
        let kept: Option<Vec<_>> = keys.iter().map(|key| self.store.look(key).fresh()).collect();
        if let Some(kept) = kept {
            self.store.count(<Option<T> as Keep>::CLASS, Looked::Fresh, kept.len());
            // Of nothing, nothing is old.
            resting.end(kept.iter().map(|(_, since)| *since).min().or_else(|| Some(Instant::now())));
            return Ok(kept.iter().filter_map(|(thing, _)| Option::clone(thing)).collect());
        }
        let ask = |source, ctx, places: Vec<usize>| {
            let wanted: Vec<T::Id> = places.into_iter().map(|place| ids[place].clone()).collect();
            let found = ask(source, ctx, wanted.clone());
            async move {
                let mut found: BTreeMap<_, T> =
                    found.await?.into_iter().map(|thing| (thing.id().clone(), thing)).collect();
                Ok(wanted.iter().map(|id| found.remove(id)).collect())
            }
        };
        Ok(self.fly(ctx, &keys, resting, ask).await?.into_iter().flatten().collect())
    }

    /// The answers of these keys, in their order, not all of which are kept. `ask` is given the places of those that
    /// must be asked for, and answers in the order of these.
    async fn fly<V: Keep, F>(
        &self,
        ctx: &Context,
        keys: &[Key],
        resting: Resting<'_>,
        ask: impl FnOnce(Arc<S>, Context, Vec<usize>) -> F + Send,
    ) -> Result<Vec<V>>
    where
        F: Future<Output = Result<Vec<V>>> + Send + 'static,
    {
        let boarding = self.store.board::<V>(keys);
        if let Some((departure, places)) = boarding.departure {
            let until = after(departure.since(), self.store.limits().fill);
            let ctx = ctx.clone().until(until.into_std());
            let ctx = match departure.changed() {
                Some(changed) => ctx.as_of(changed),
                None => ctx,
            };
            let answers = ask(Arc::clone(&self.source), ctx.clone(), places);
            let flight = async move { departure.land(in_time(&ctx, answers).await) };
            tokio::spawn(flight.in_current_span());
        }
        let (mut answers, mut oldest) = (Vec::with_capacity(keys.len()), Some(Instant::now()));
        for (found, passage) in boarding.passengers {
            let (answer, since) = self.answer(ctx, found, passage).await?;
            // What is stale holds no longer, and is smaller than any time.
            oldest = oldest.min(since);
            answers.push(answer);
        }
        resting.end(oldest);
        Ok(answers)
    }

    /// The answer of one key: what is fresh, or what its flight brings, or what is stale where the source is down. With it,
    /// when it was asked for; absent where it is stale.
    async fn answer<V: Keep>(
        &self,
        ctx: &Context,
        found: Found<V>,
        passage: Option<Passage>,
    ) -> Result<(V, Option<Instant>)> {
        let answer = match (&found, passage) {
            (Found::Fresh(answer, since), _) => Ok((Arc::clone(answer), *since)),
            (_, Some(passage)) => {
                let since = passage.since();
                in_time(ctx, passage.arrive()).await.map(|answer| (answer, since))
            }
            (_, None) => Err(Error::corrupt("a question had no flight")),
        };
        match (answer, found) {
            (Ok((answer, since)), found) => {
                let looked = if matches!(found, Found::Fresh(..)) { Looked::Fresh } else { Looked::Nothing };
                self.store.count(V::CLASS, looked, 1);
                Ok((V::clone(&answer), Some(since)))
            }
            (Err(error), Found::Stale(stale)) if is_down(&error) => {
                self.store.count(V::CLASS, Looked::Stale, 1);
                Ok((V::clone(&stale), None))
            }
            (Err(error), _) => Err(error),
        }
    }

    /// The source, to be asked for something that is not kept.
    fn passing(&self, ctx: &Context) -> Arc<S> {
        if let Some(basis) = &ctx.basis {
            basis.passes();
        }
        Arc::clone(&self.source)
    }

    /// Makes a change, and forgets what it concerns. It is a task of its own: an asker who hangs up never keeps the
    /// cache from hearing of it.
    async fn change<T: Send + 'static, F>(
        &self,
        ctx: &Context,
        touched: Touched,
        make: impl FnOnce(Arc<S>, Context) -> F + Send,
    ) -> Result<T>
    where
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let mut change = Change { store: Arc::clone(&self.store), touched, known: false };
        let answer = make(Arc::clone(&self.source), ctx.clone());
        let task = async move {
            let answer = answer.await;
            change.known = matches!(answer, Ok(_) | Err(Error::Conflict(_)));
            drop(change);
            answer
        };
        match tokio::spawn(task.in_current_span()).await {
            Ok(answer) => answer,
            Err(stopped) => match stopped.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(stopped) => Err(Error::unavailable(stopped)),
            },
        }
    }
}

impl<S> Clone for Cached<S> {
    fn clone(&self) -> Self {
        Self { source: Arc::clone(&self.source), store: Arc::clone(&self.store) }
    }
}

impl<S> fmt::Debug for Cached<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cached").field(&self.store).finish()
    }
}

// === impl Change ===

impl Drop for Change {
    fn drop(&mut self) {
        if self.known { self.store.forget(&self.touched) } else { self.store.doubt(&self.touched) }
    }
}
