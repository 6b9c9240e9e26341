//! A cache: results that were loaded lately are given without calling the source.

mod change;
mod changes;
mod class;
mod idempotency;
mod in_flight;
mod key;
mod leader;
mod lookups;
mod results;
mod store;
mod validity;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
    time::Duration,
};

use ogrom_protocols::{Context, Error, Page, PageRequest, Result};
use tokio::time::Instant;
use tracing::Instrument;

pub use self::{
    class::Class,
    key::{Invalidation, Value},
    results::{Pages, Things},
};
use self::{
    in_flight::Waiter,
    key::Key,
    lookups::Lookup,
    store::{Found, Store},
    validity::ValidityRecorder,
};
use crate::{
    error::is_down,
    timeout::{after, in_time},
};

/// The counter of lookups, by `class` and by what is `found`: `fresh`, `stale` or `nothing`.
pub const LOOKUPS: &str = "ogrom_cache_lookups_total";

/// The gauge of the memory that the results take, in bytes, more or less.
pub const BYTES: &str = "ogrom_cache_bytes";

/// How much is cached, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheLimits {
    /// How much memory the results may take, in bytes. The least used results are evicted first.
    pub bytes: u64,
    /// How old a result may be. It bounds how long a change goes unnoticed that another process made.
    pub max_age: Duration,
    /// How much older a result may be that is given because the source is unavailable or timed out.
    pub max_stale: Duration,
    /// How long a load may take, whichever deadline its caller has.
    pub fill: Duration,
}

/// A source with a cache before it: of things by identifier, absent ones included, and of pages of lists. A domain implements
/// its traits on a type that [`cached!`](crate::cached) makes, and gives each call to one of the methods below.
///
/// - Calls for a key that is being loaded wait for the same load, unless that is late by a second, and so may never end. A
///   load is a task of its own, so that it survives a caller that gives up. Each caller waits until its own deadline.
/// - A change through this cache invalidates what it concerns before it ends, and the loads that may have read the state
///   before it: they are given to those who wait already, and are not stored. A refused change does the same, for it shows
///   that something else has changed. A change that failed may have happened: the results that it concerns are stale, and
///   given only where the source is down.
/// - Errors are never stored.
/// - The dependencies in the context ([`Dependencies`](ogrom_protocols::Dependencies)) learn how long each result is valid: until it is too
///   old for this cache, or a change through this cache concerns it.
/// - They learn the cache tags of the results, too ([`CacheTags`](ogrom_protocols::CacheTags)): the names of the classes, and the identifiers.
/// - A call that must see what was written before an instant ([`Context::as_of`]) passes the cache. A load of something that
///   was changed through this cache must show that change, so that a replica does not bring back the state before it.
///
/// A result is given to all callers alike: no trait lets it depend on the locale or the user. A clone shares everything.
pub struct Cache<S> {
    source: Arc<S>,
    store: Arc<Store>,
}

// === impl Cache ===

impl<S: Send + Sync + 'static> Cache<S> {
    /// This source with an empty cache before it, for results of the classes with these names.
    pub fn new(source: Arc<S>, classes: &'static [&'static str], limits: CacheLimits) -> Self {
        Self { source, store: Arc::new(Store::new(classes, limits)) }
    }

    /// How much memory the results take, in bytes, more or less.
    pub fn bytes(&self) -> u64 {
        self.store.bytes()
    }

    /// The source, for a call whose result is not cached, and has this cache tag. A response with such a result is valid for
    /// this moment only, and the context learns that.
    pub fn uncached(&self, ctx: &Context, tag: &'static str) -> &Arc<S> {
        if let Some(dependencies) = &ctx.dependencies {
            dependencies.tag(|tags| tags.show_class(tag));
        }
        self.passed(ctx)
    }

    fn passed(&self, ctx: &Context) -> &Arc<S> {
        if let Some(dependencies) = &ctx.dependencies {
            dependencies.uncacheable();
        }
        &self.source
    }

    /// Tells the context that the response shows these things.
    fn tag<'a, T, I: AsRef<str> + 'a>(
        &self,
        ctx: &Context,
        things: &Things<T, I>,
        ids: impl IntoIterator<Item = &'a I>,
    ) {
        let Some(dependencies) = &ctx.dependencies else { return };
        dependencies.tag(|tags| {
            let class = self.store.name(things.class);
            ids.into_iter().for_each(|id| tags.show_thing(class, things.list, id.as_ref()));
        });
    }

    /// The thing of this identifier, if there is one.
    pub async fn thing<T: Value, I, F>(
        &self,
        ctx: &Context,
        things: &Things<T, I>,
        id: &I,
        load: impl FnOnce(Arc<S>, Context, I) -> F + Send,
    ) -> Result<Option<T>>
    where
        I: AsRef<str> + Clone + Send + Sync + 'static,
        F: Future<Output = Result<Option<T>>> + Send + 'static,
    {
        self.tag(ctx, things, [id]);
        let load = |source, ctx| load(source, ctx, id.clone());
        self.one(ctx, || things.key(id), things.heap(), load).await
    }

    /// The things of these identifiers, each once, without those that are not there. `load` gets the identifiers of those that
    /// are not cached.
    pub async fn things<T: Value, I, F>(
        &self,
        ctx: &Context,
        things: &Things<T, I>,
        ids: &[I],
        load: impl FnOnce(Arc<S>, Context, Vec<I>) -> F + Send,
    ) -> Result<Vec<T>>
    where
        I: AsRef<str> + Clone + Ord + Send + Sync + 'static,
        F: Future<Output = Result<Vec<T>>> + Send + 'static,
    {
        self.tag(ctx, things, ids);
        if ctx.as_of.is_some() {
            return load(Arc::clone(self.passed(ctx)), ctx.clone(), ids.to_vec()).await;
        }
        let ids: Vec<&I> = ids.iter().collect::<BTreeSet<_>>().into_iter().collect();
        let keys: Vec<Key> = ids.iter().map(|id| things.key(id)).collect();
        let validity = ValidityRecorder::begin(ctx, &self.store, &keys);
        let cached: Option<Vec<_>> =
            keys.iter().map(|key| self.store.look::<Option<T>>(key).fresh()).collect();
        if let Some(cached) = cached {
            self.store.count(things.class, Lookup::Fresh, cached.len());
            // Of nothing, nothing is old.
            validity.record(cached.iter().map(|(_, since)| *since).min().or_else(|| Some(Instant::now())));
            return Ok(cached.iter().filter_map(|(thing, _)| Option::clone(thing)).collect());
        }
        let id_of = things.id;
        let load = |source, ctx, places: Vec<usize>| {
            let wanted: Vec<I> = places.into_iter().map(|place| ids[place].clone()).collect();
            let found = load(source, ctx, wanted.clone());
            async move {
                let mut found: BTreeMap<_, T> =
                    found.await?.into_iter().map(|thing| (id_of(&thing).clone(), thing)).collect();
                Ok(wanted.iter().map(|id| found.remove(id)).collect())
            }
        };
        let results = self.load(ctx, &keys, things.heap(), validity, load).await?;
        Ok(results.into_iter().flatten().collect())
    }

    /// The page of the list that `query` describes in full.
    pub async fn page<T: Value, F>(
        &self,
        ctx: &Context,
        pages: &Pages<T>,
        query: &str,
        page: &PageRequest,
        load: impl FnOnce(Arc<S>, Context, PageRequest) -> F + Send,
    ) -> Result<Page<T>>
    where
        F: Future<Output = Result<Page<T>>> + Send + 'static,
    {
        if let Some(dependencies) = &ctx.dependencies {
            dependencies.tag(|tags| tags.show_class(self.store.name(pages.class)));
        }
        let load = |source, ctx| load(source, ctx, page.clone());
        self.one(ctx, || pages.key(query, page), pages.heap(), load).await
    }

    /// The result of one key.
    async fn one<V: Value, F>(
        &self,
        ctx: &Context,
        key: impl FnOnce() -> Key + Send,
        heap: impl Fn(&V) -> usize + Send + 'static,
        load: impl FnOnce(Arc<S>, Context) -> F + Send,
    ) -> Result<V>
    where
        F: Future<Output = Result<V>> + Send + 'static,
    {
        if ctx.as_of.is_some() {
            return load(Arc::clone(self.passed(ctx)), ctx.clone()).await;
        }
        let keys = [key()];
        let validity = ValidityRecorder::begin(ctx, &self.store, &keys);
        if let Some((result, since)) = self.store.look::<V>(&keys[0]).fresh() {
            self.store.count(keys[0].class, Lookup::Fresh, 1);
            validity.record(Some(since));
            return Ok(V::clone(&result));
        }
        let load = |source, ctx, _| {
            let result = load(source, ctx);
            async { result.await.map(|result| vec![result]) }
        };
        let results = self.load(ctx, &keys, heap, validity, load).await?;
        results.into_iter().next().ok_or_else(|| Error::corrupt("a load had no result"))
    }

    /// The results of these keys, in their order, not all of which are cached. `load` gets the places of those that must be
    /// loaded, and returns their results in the same order.
    async fn load<V: Value, F>(
        &self,
        ctx: &Context,
        keys: &[Key],
        heap: impl Fn(&V) -> usize + Send + 'static,
        validity: ValidityRecorder<'_>,
        load: impl FnOnce(Arc<S>, Context, Vec<usize>) -> F + Send,
    ) -> Result<Vec<V>>
    where
        F: Future<Output = Result<Vec<V>>> + Send + 'static,
    {
        let joined = self.store.join::<V>(keys);
        if let Some((leader, places)) = joined.leader {
            let until = after(leader.since(), self.store.limits().fill);
            let ctx = ctx.clone().until(until.into_std());
            let ctx = match leader.changed() {
                Some(changed) => ctx.as_of(changed),
                None => ctx,
            };
            let results = load(Arc::clone(&self.source), ctx.clone(), places);
            let task = async move { leader.complete(in_time(&ctx, results).await, heap) };
            tokio::spawn(task.in_current_span());
        }
        let (mut results, mut oldest) = (Vec::with_capacity(keys.len()), Some(Instant::now()));
        for (key, (found, waiter)) in keys.iter().zip(joined.found) {
            let (result, since) = self.resolve(ctx, key.class, found, waiter).await?;
            // A stale result is valid no longer: `None` is less than any instant.
            oldest = oldest.min(since);
            results.push(result);
        }
        validity.record(oldest);
        Ok(results)
    }

    /// The result of one key: the fresh one, or that of its load, or the stale one where the source is down. With it, when
    /// it was loaded; absent for a stale one.
    async fn resolve<V: Value>(
        &self,
        ctx: &Context,
        class: Class,
        found: Found<V>,
        waiter: Option<Waiter>,
    ) -> Result<(V, Option<Instant>)> {
        let result = match (&found, waiter) {
            (Found::Fresh(result, since), _) => Ok((Arc::clone(result), *since)),
            (_, Some(waiter)) => {
                let since = waiter.since();
                in_time(ctx, waiter.wait()).await.map(|result| (result, since))
            }
            (_, None) => Err(Error::corrupt("a key had no load")),
        };
        match (result, found) {
            (Ok((result, since)), found) => {
                let lookup = if matches!(found, Found::Fresh(..)) { Lookup::Fresh } else { Lookup::Nothing };
                self.store.count(class, lookup, 1);
                Ok((V::clone(&result), Some(since)))
            }
            (Err(error), Found::Stale(stale)) if is_down(&error) => {
                self.store.count(class, Lookup::Stale, 1);
                Ok((V::clone(&stale), None))
            }
            (Err(error), _) => Err(error),
        }
    }
}

impl<S> Clone for Cache<S> {
    fn clone(&self) -> Self {
        Self { source: Arc::clone(&self.source), store: Arc::clone(&self.store) }
    }
}

impl<S> fmt::Debug for Cache<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cache").field(&self.store).finish()
    }
}
