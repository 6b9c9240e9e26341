//! The sources, as the traits that the endpoints ask for: the only complete list.

use std::{fmt, sync::Arc};

use ogrom_core_fashion::{collage::CollageLoader, comment::CommentLoader};
use ogrom_protocols::IdempotencyStore;
use ogrom_protocols_fashion::{
    CollageReader, CollageWriter, CommentReader, CommentWriter, LikeReader, LikeWriter, ProductReader,
    UserReader,
};
use ogrom_server::Protection;
use ogrom_sources_fashion_decorate::{Cached, Resilient, protect};

/// Every trait that the service asks something of.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its trait")]
pub struct Sources {
    pub users: Arc<dyn UserReader>,
    pub products: Arc<dyn ProductReader>,
    pub collages: Arc<dyn CollageReader>,
    pub collage_writer: Arc<dyn CollageWriter>,
    pub comments: Arc<dyn CommentReader>,
    pub comment_writer: Arc<dyn CommentWriter>,
    pub likes: Arc<dyn LikeReader>,
    pub like_writer: Arc<dyn LikeWriter>,
    pub idempotency: Arc<dyn IdempotencyStore>,
}

// === impl Sources ===

impl Sources {
    /// All of them from one back end, with what protects it and us in between: the cache outside of the policies, and
    /// these in the order that [`Resilience::policies`](ogrom_sources_decorate::Resilience::policies) explains. `answers` tells where the answers to requests with a key are
    /// kept: in the guarded source, or elsewhere.
    pub fn protected<S>(
        source: Arc<S>,
        answers: impl FnOnce(Arc<Resilient<S>>) -> Arc<dyn IdempotencyStore>,
        protection: &Protection,
    ) -> Self
    where
        S: UserReader + ProductReader + CollageReader + CollageWriter,
        S: CommentReader + CommentWriter + LikeReader + LikeWriter + 'static,
    {
        let guarded = Arc::new(protect(source, &protection.resilience()));
        let answers = answers(guarded.clone());
        match protection.cache() {
            None => Self::from_one(&guarded, answers),
            Some(limits) => Self::from_one(&Arc::new(Cached::new(guarded, limits)), answers),
        }
    }

    /// All of them from one back end that has them all.
    pub fn all_from<S>(source: &Arc<S>) -> Self
    where
        S: UserReader + ProductReader + CollageReader + CollageWriter,
        S: CommentReader + CommentWriter + LikeReader + LikeWriter + IdempotencyStore + 'static,
    {
        Self::from_one(source, source.clone())
    }

    fn from_one<S>(source: &Arc<S>, idempotency: Arc<dyn IdempotencyStore>) -> Self
    where
        S: UserReader + ProductReader + CollageReader + CollageWriter,
        S: CommentReader + CommentWriter + LikeReader + LikeWriter + 'static,
    {
        Self {
            users: source.clone(),
            products: source.clone(),
            collages: source.clone(),
            collage_writer: source.clone(),
            comments: source.clone(),
            comment_writer: source.clone(),
            likes: source.clone(),
            like_writer: source.clone(),
            idempotency,
        }
    }

    pub(crate) fn collage_loader(&self) -> CollageLoader {
        CollageLoader {
            collages: self.collages.clone(),
            products: self.products.clone(),
            users: self.users.clone(),
            likes: self.likes.clone(),
        }
    }

    pub(crate) fn comment_loader(&self) -> CommentLoader {
        CommentLoader { comments: self.comments.clone(), users: self.users.clone() }
    }
}

/// The source whose calls become spans, where the service is built with the feature `otlp`.
#[cfg(feature = "otlp")]
pub(crate) fn traced<S>(
    source: Arc<S>,
    exporter: &ogrom_server_telemetry::TraceExporter,
) -> Arc<ogrom_sources_fashion_decorate::Decorated<S, ogrom_server_telemetry::otlp::SourceSpans>> {
    Arc::new(ogrom_sources_fashion_decorate::Decorated::new(source, exporter.source_spans()))
}

/// The source as it is.
#[cfg(not(feature = "otlp"))]
pub(crate) fn traced<S>(source: Arc<S>, _: &ogrom_server_telemetry::TraceExporter) -> Arc<S> {
    source
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sources")
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicBool, AtomicUsize, Ordering},
        time::Duration,
    };

    use ogrom_protocols::{Context, Error, Result};
    use ogrom_protocols_fashion::UserImport;
    use ogrom_protocols_fashion_model::User;
    use ogrom_protocols_model::{Locale, Timestamp, Version};
    use ogrom_sources_decorate::{Call, Policy};
    use ogrom_sources_fashion_decorate::Decorated;
    use ogrom_sources_fashion_memory::Memory;
    use tokio::time::advance;

    use super::*;
    use crate::{Cli, Command};

    /// Counts the questions, and answers none while it is down.
    #[derive(Clone, Default)]
    struct Switch(Arc<(AtomicUsize, AtomicBool)>);

    impl Policy for Switch {
        async fn apply<T: Send>(
            &self,
            _: Call,
            _: &Context,
            inner: impl Future<Output = Result<T>> + Send,
        ) -> Result<T> {
            self.0.0.fetch_add(1, Ordering::Relaxed);
            if self.0.1.load(Ordering::Relaxed) { Err(Error::unavailable("unplugged")) } else { inner.await }
        }
    }

    async fn protected(arguments: &[&str]) -> (Sources, Switch, Context) {
        let cli = Cli::from_arguments(["ogrom"].iter().chain(arguments)).unwrap();
        let Command::Serve(serve) = cli.into_command() else { panic!("it serves") };
        let (memory, switch, now) = (Memory::default(), Switch::default(), Timestamp::from_millis(0));
        let ctx = Context::new("test", Arc::new("en-GB; GBP".parse::<Locale>().unwrap()));
        let ann = User {
            id: "ann".parse().unwrap(),
            name: None,
            version: Version::FIRST,
            created: now,
            modified: now,
        };
        memory.import_users(&ctx, &[ann]).await.unwrap();
        let source = Arc::new(Decorated::new(Arc::new(memory), switch.clone()));
        (Sources::protected(source, |guarded| guarded, &serve.protection), switch, ctx)
    }

    #[tokio::test(start_paused = true)]
    async fn a_source_that_is_down_is_left_alone_while_old_answers_are_served() {
        let (sources, switch, ctx) =
            protected(&["--cache-age", "5s", "--breaker-failures", "3", "--breaker-open", "2s"]).await;
        let (ann, ben) = ("ann".parse().unwrap(), "ben".parse().unwrap());
        sources.users.user_by_id(&ctx, &ann).await.unwrap();
        switch.0.1.store(true, Ordering::Relaxed);
        advance(Duration::from_secs(6)).await;
        for _ in 0..10 {
            assert!(sources.users.user_by_id(&ctx, &ann).await.unwrap().is_some());
        }
        let answer = sources.users.user_by_id(&ctx, &ben).await;
        assert!(matches!(answer, Err(Error::Unavailable { retry_after: Some(_), .. })), "{answer:?}");
        assert_eq!(switch.0.0.load(Ordering::Relaxed), 1 + 3);
        switch.0.1.store(false, Ordering::Relaxed);
        advance(Duration::from_secs(2)).await;
        assert_eq!(sources.users.user_by_id(&ctx, &ben).await.unwrap(), None, "it is back");
    }

    #[tokio::test]
    async fn without_bytes_nothing_is_cached() {
        let (sources, switch, ctx) = protected(&["--cache-bytes", "0"]).await;
        for _ in 0..2 {
            sources.users.user_by_id(&ctx, &"ann".parse().unwrap()).await.unwrap();
        }
        assert_eq!(switch.0.0.load(Ordering::Relaxed), 2);
    }
}
