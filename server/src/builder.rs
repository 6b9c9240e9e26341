//! Puts a service together.

use std::{mem, sync::Arc};

use ogrom_core::{facts::Defaults, mount::Mounted, scope::Scope};
use ogrom_protocols_model::{Locale, Locales, UserId};
use ogrom_server_identity::{self as identity, Authenticator, Jwts, Tokens};
use ogrom_server_telemetry::{Build, ExporterTask, Metrics, TraceExporter, install_panic_hook};
use tokio::task::JoinHandle;

use crate::{
    Api, BoxError, Paths, Pipeline, ServerOptions, Service, Services,
    docs::{DevelopmentToken, Guide},
    health::{Dependency, Health},
    lifecycle::{Lifecycle, Signals},
    limits::{Exposure, Limits},
    operations::{Operations, mount_with_operations},
    response_cache::ResponseCache,
    service::AtEnd,
    system::{RandomIdentities, SystemClock},
    trace::Traces,
    web::Web,
};

/// Puts a service together: how it is observed, what it depends on, and what it serves.
#[derive(Debug)]
pub struct Builder {
    build: Build,
    options: ServerOptions,
    metrics: Metrics,
    exporter: TraceExporter,
    exporter_task: ExporterTask,
    jwts: Option<Arc<Jwts>>,
    tokens: Tokens,
    development_token: Option<DevelopmentToken>,
    web: Web,
    traces: Option<Arc<Traces>>,
    default_locale: Option<Arc<Locale>>,
    response_cache: Option<u64>,
    lifecycle: Lifecycle,
    dependencies: Vec<Dependency>,
    background: Vec<JoinHandle<()>>,
    at_end: Vec<Work>,
}

/// Why a service is not built that others than this machine can reach.
const TRACE_IN_PUBLIC: &str = "--trace shows the requests of everybody, so that only this machine may connect: listen on \
                               127.0.0.1 or ::1, or say `Builder::loopback_only(true)` where nothing else can connect";

/// Work that has no name to show.
struct Work(AtEnd);

// === impl Builder ===

impl Builder {
    /// Begins a service of this build, whose tokens grant these scopes, with these options. From now on, metrics are recorded, panics are logged, and spans are
    /// exported. Must be called within a runtime, before anything is made that counts.
    pub fn new(build: Build, scopes: &'static [Scope], options: ServerOptions) -> Result<Self, BoxError> {
        let metrics = Metrics::install(&build)?;
        let clock = Arc::new(SystemClock);
        let jwts = identity::watch(&options.identity, scopes, clock.clone())?;
        let web = Web::new(&options.web)?;
        install_panic_hook();
        let (exporter, exporter_task) = TraceExporter::start(&options.observed, &build);
        let traces = options.trace.then(|| Arc::new(Traces::new(clock)));
        Ok(Self {
            build,
            options,
            metrics,
            exporter,
            exporter_task,
            jwts,
            tokens: Tokens::default(),
            development_token: None,
            web,
            traces,
            default_locale: None,
            response_cache: None,
            lifecycle: Lifecycle::default(),
            dependencies: Vec::new(),
            background: Vec::new(),
            at_end: Vec::new(),
        })
    }

    /// The metrics of this process, to register collectors.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The exporter of spans, for the calls of sources.
    pub fn exporter(&self) -> &TraceExporter {
        &self.exporter
    }

    /// The services that endpoints are given beside their sources, for an API in these locales. The default locale is also
    /// that of endpoints outside of every locale's prefix.
    pub fn services(&mut self, locales: Locales) -> Services {
        self.default_locale = Some(Arc::clone(locales.default_locale()));
        Services { caching: self.options.web.caching(), ..Services::of_system(locales) }
    }

    /// Whether the service takes JWTs, so that it needs no list of tokens.
    pub fn takes_jwts(&self) -> bool {
        self.jwts.is_some()
    }

    /// Takes the bearer tokens of this list.
    pub fn tokens(&mut self, tokens: Tokens) {
        self.tokens = tokens;
    }

    /// Says whether only this machine can connect. Where others can, too, which is so unless this is called, clients and users
    /// have limits by default, and requests must not be traced.
    pub fn loopback_only(&mut self, loopback_only: bool) {
        self.options.limits.loopback_only = loopback_only;
    }

    /// Takes a fresh token for development that represents this user, instead of any list of tokens, and returns it. The page for
    /// developers of clients offers it, unless clients come through a proxy. Does nothing unless
    /// [`loopback_only`](Self::loopback_only) has said that only this machine can connect.
    pub fn development_token(&mut self, user: &UserId) -> Option<String> {
        if !self.options.limits.loopback_only {
            return None;
        }
        let (tokens, token) = Tokens::generate(user.clone(), &RandomIdentities);
        self.tokens = tokens;
        let is_direct = self.options.limits.exposure() == Exposure::Loopback;
        self.development_token = is_direct.then(|| DevelopmentToken::new(user, &token));
        Some(token)
    }

    /// Caches whole responses in so many bytes at most, if any.
    pub fn response_cache(&mut self, bytes: Option<u64>) {
        self.response_cache = bytes;
    }

    /// Adds something without which the service is not ready.
    pub fn depends_on(&mut self, dependency: Dependency) {
        self.dependencies.push(dependency);
    }

    /// Runs this in the background from now on, until the work of the service has ended.
    pub fn background(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.background.push(tokio::spawn(task));
    }

    /// Does this when the work of the service has ended, for as long as the drain permits.
    pub fn at_end(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.at_end.push(Work(Box::pin(work)));
    }

    /// The service of this API, with the platform's own pages. From now on, signals do not end the process by themselves.
    pub fn build<G: Guide>(mut self, api: Api) -> Result<Service, BoxError> {
        let routes = mount_with_operations::<G>(api, &self.operations())?;
        self.serving(routes)
    }

    /// A service without an API: a worker. It has the pages for operators, for a listener that it may have.
    pub fn build_worker(mut self) -> Result<Service, BoxError> {
        let routes = self.operations().mounted()?;
        self.serving(routes)
    }

    fn operations(&mut self) -> Operations {
        Operations {
            health: Health::of(self.lifecycle.clone(), mem::take(&mut self.dependencies)),
            build: self.build.clone(),
            metrics: Some((self.metrics.clone(), self.options.observed.metrics_access())),
            traces: self.traces.clone(),
            token: self.development_token.clone(),
        }
    }

    fn serving(self, routes: Mounted) -> Result<Service, BoxError> {
        let ServerOptions { limits, drain, observed, log, trace, .. } = self.options;
        if trace && !limits.loopback_only {
            return Err(TRACE_IN_PUBLIC.into());
        }
        let limits = Limits::new(&limits, Paths::default().health, Arc::default());
        let authenticator = Authenticator::new(self.tokens, self.jwts);
        let pipeline = Pipeline::new(routes, authenticator, Arc::new(RandomIdentities))
            .with_web(self.web)
            .with_defaults(Defaults { realm: self.build.name, locale: self.default_locale })
            .limited(Arc::new(limits))
            .logging(log.log_access, observed.trace_sample)
            .caching(self.response_cache.map(|bytes| Arc::new(ResponseCache::of(bytes))))
            .tracing(self.traces);
        #[cfg(feature = "otlp")]
        let pipeline = pipeline.exporting(self.exporter.spans());
        let requests = pipeline.metrics();
        self.metrics.register(move |text| requests.write(text));
        let signals = Signals::caught().map_err(|error| format!("cannot listen to signals: {error}"))?;
        let at_end = self.at_end.into_iter().map(|work| work.0);
        Ok(Service {
            pipeline,
            lifecycle: self.lifecycle,
            drain,
            signals,
            background: self.background,
            at_end: [Box::pin(self.exporter_task.finish()) as AtEnd].into_iter().chain(at_end).collect(),
        })
    }
}

// === impl Work ===

impl std::fmt::Debug for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Work")
    }
}

#[cfg(test)]
mod tests {
    use clap::{Args, Command, FromArgMatches};

    use super::*;

    fn built(loopback_only: bool) -> Result<Service, BoxError> {
        let command = ServerOptions::augment_args(Command::new("test")).mut_args(|option| option.env(None));
        let options = ServerOptions::from_arg_matches(&command.get_matches_from(["test", "--trace"]));
        let mut builder = Builder::new(Build::new("test", "0"), &[], options.unwrap())?;
        if loopback_only {
            builder.loopback_only(true);
        }
        builder.build_worker()
    }

    #[tokio::test]
    async fn requests_are_traced_only_where_this_machine_alone_is_known_to_connect() {
        let refused = built(false).err().expect("nothing says who can connect").to_string();
        assert!(refused.contains("--trace") && refused.contains("127.0.0.1"), "{refused}");
        built(true).unwrap();
    }
}
