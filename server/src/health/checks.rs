//! Checks of what the service depends on: once a second at most, however often they are asked for.

use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use serde_json::{Value, json};
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

use crate::lifecycle::Lifecycle;

/// How long a report is given again.
const FRESH: Duration = Duration::from_secs(1);

/// How long the check of a dependency may take.
pub const RESPONDS_WITHIN: Duration = Duration::from_secs(1);

/// Something without which the service cannot do its work.
pub struct Dependency {
    name: &'static str,
    check: Box<dyn Fn() -> Checking + Send + Sync>,
}

/// A check on its way: details, or in which way the dependency is down, in words that are safe to publish.
type Checking = Pin<Box<dyn Future<Output = Result<Value, &'static str>> + Send>>;

/// The health of a service. Its clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Health(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    lifecycle: Lifecycle,
    dependencies: Vec<Dependency>,
    last: Mutex<Option<Arc<Report>>>,
}

/// The results of the checks at one moment.
#[derive(Debug)]
pub struct Report {
    checked: Instant,
    well: bool,
    dependencies: Vec<Value>,
}

// === impl Dependency ===

impl Dependency {
    /// The dependency of this name, and how it is checked.
    pub fn new<F>(name: &'static str, check: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Value, &'static str>> + Send + 'static,
    {
        Self { name, check: Box::new(move || Box::pin(check())) }
    }
}

impl fmt::Debug for Dependency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dependency").field(&self.name).finish()
    }
}

// === impl Health ===

impl Health {
    /// The health of a service with this lifecycle and these dependencies.
    pub fn of(lifecycle: Lifecycle, dependencies: Vec<Dependency>) -> Self {
        Self(Arc::new(Shared { lifecycle, dependencies, last: Mutex::default() }))
    }

    /// Whether the process is about to end.
    pub fn is_draining(&self) -> bool {
        !self.0.lifecycle.is_ready()
    }

    /// The results of the checks, a second old at most. Callers share one check.
    pub async fn report(&self) -> Arc<Report> {
        let mut last = self.0.last.lock().await;
        if let Some(report) = last.as_ref().filter(|report| report.checked.elapsed() < FRESH) {
            return Arc::clone(report);
        }
        let report = Arc::new(self.check().await);
        *last = Some(Arc::clone(&report));
        report
    }

    async fn check(&self) -> Report {
        let checked = Instant::now();
        let results = self.0.dependencies.iter().map(|dependency| async {
            let result = timeout(RESPONDS_WITHIN, (dependency.check)()).await;
            (dependency.name, result.unwrap_or(Err("does not respond in time")))
        });
        let results = futures_util::future::join_all(results).await;
        let well = results.iter().all(|(_, result)| result.is_ok());
        let dependencies = results.into_iter().map(|(name, result)| match result {
            Ok(Value::Null) => json!({ "name": name, "state": "up" }),
            Ok(details) => json!({ "name": name, "state": "up", "told": details }),
            Err(why) => json!({ "name": name, "state": "down", "why": why }),
        });
        Report { checked, well, dependencies: dependencies.collect() }
    }
}

// === impl Report ===

impl Report {
    /// Whether all is well.
    pub fn is_well(&self) -> bool {
        self.well
    }

    /// Each dependency with its state, and how long ago it was checked, in milliseconds.
    pub fn dependencies(&self) -> Vec<Value> {
        let age = u64::try_from(self.checked.elapsed().as_millis()).unwrap_or(u64::MAX);
        let with_age = |dependency: &Value| {
            let mut dependency = dependency.clone();
            dependency["age"] = age.into();
            dependency
        };
        self.dependencies.iter().map(with_age).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use tokio::time::{advance, sleep};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_crowd_of_askers_is_one_question_a_second() {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let database = Dependency::new("database", move || {
            counted.fetch_add(1, Relaxed);
            async {
                sleep(Duration::from_millis(10)).await;
                Ok(Value::Null)
            }
        });
        let health = Health::of(Lifecycle::default(), vec![database]);
        let crowd = (0..100).map(|_| health.report());
        assert!(futures_util::future::join_all(crowd).await.iter().all(|report| report.is_well()));
        assert_eq!(asked.load(Relaxed), 1);
        advance(Duration::from_millis(500)).await;
        let report = health.report().await;
        assert_eq!((asked.load(Relaxed), &report.dependencies()[0]["age"]), (1, &json!(510)));
        advance(Duration::from_secs(1)).await;
        health.report().await;
        assert_eq!(asked.load(Relaxed), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn what_hangs_is_down_and_delays_nobody_for_long() {
        let hangs = Dependency::new("database", std::future::pending);
        let well = Dependency::new("service", || async { Ok(json!("fine")) });
        let health = Health::of(Lifecycle::default(), vec![hangs, well]);
        let begun = Instant::now();
        let report = health.report().await;
        assert!(begun.elapsed() <= RESPONDS_WITHIN && !report.is_well());
        let told = report.dependencies();
        assert_eq!((&told[0]["state"], &told[1]["state"]), (&json!("down"), &json!("up")));
    }
}
