//! What the service depends on, asked how it is: once a second at most, however many want to know.

use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use serde_json::{Value, json};
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

use crate::server::Life;

/// How long an answer is told again.
const FRESH: Duration = Duration::from_secs(1);

/// How long a dependency may take to answer.
pub const ANSWERS_WITHIN: Duration = Duration::from_secs(1);

/// Something without which the service cannot do its work.
pub struct Dependency {
    name: &'static str,
    ask: Box<dyn Fn() -> Asked + Send + Sync>,
}

/// What a dependency says of itself, be it nothing, or in which way it is not well, in words that anybody may read.
type Asked = Pin<Box<dyn Future<Output = Result<Value, &'static str>> + Send>>;

/// How the service is. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Health(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    life: Life,
    dependencies: Vec<Dependency>,
    last: Mutex<Option<Arc<Report>>>,
}

/// How the dependencies were when they were asked.
#[derive(Debug)]
pub struct Report {
    asked: Instant,
    well: bool,
    dependencies: Vec<Value>,
}

// === impl Dependency ===

impl Dependency {
    /// One of this name, which `ask` asks.
    pub fn new<F>(name: &'static str, ask: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Value, &'static str>> + Send + 'static,
    {
        Self { name, ask: Box::new(move || Box::pin(ask())) }
    }
}

impl fmt::Debug for Dependency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dependency").field(&self.name).finish()
    }
}

// === impl Health ===

impl Health {
    /// That of a service with these dependencies.
    pub fn of(life: Life, dependencies: Vec<Dependency>) -> Self {
        Self(Arc::new(Shared { life, dependencies, last: Mutex::default() }))
    }

    /// Whether the process is about to end.
    pub fn is_draining(&self) -> bool {
        !self.0.life.is_ready()
    }

    /// How the dependencies are, a second ago at most. Who asks while they are being asked waits for the same answer.
    pub async fn report(&self) -> Arc<Report> {
        let mut last = self.0.last.lock().await;
        if let Some(report) = last.as_ref().filter(|report| report.asked.elapsed() < FRESH) {
            return Arc::clone(report);
        }
        let report = Arc::new(self.ask().await);
        *last = Some(Arc::clone(&report));
        report
    }

    async fn ask(&self) -> Report {
        let asked = Instant::now();
        let answers = self.0.dependencies.iter().map(|dependency| async {
            let answer = timeout(ANSWERS_WITHIN, (dependency.ask)()).await;
            (dependency.name, answer.unwrap_or(Err("does not answer in time")))
        });
        let answers = futures_util::future::join_all(answers).await;
        let well = answers.iter().all(|(_, answer)| answer.is_ok());
        let dependencies = answers.into_iter().map(|(name, answer)| match answer {
            Ok(Value::Null) => json!({ "name": name, "state": "up" }),
            Ok(told) => json!({ "name": name, "state": "up", "told": told }),
            Err(why) => json!({ "name": name, "state": "down", "why": why }),
        });
        Report { asked, well, dependencies: dependencies.collect() }
    }
}

// === impl Report ===

impl Report {
    /// Whether all is well.
    pub fn is_well(&self) -> bool {
        self.well
    }

    /// Each dependency with its state, and how long ago it was asked, in milliseconds.
    pub fn told(&self) -> Vec<Value> {
        let age = u64::try_from(self.asked.elapsed().as_millis()).unwrap_or(u64::MAX);
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
        let health = Health::of(Life::default(), vec![database]);
        let crowd = (0..100).map(|_| health.report());
        assert!(futures_util::future::join_all(crowd).await.iter().all(|report| report.is_well()));
        assert_eq!(asked.load(Relaxed), 1);
        advance(Duration::from_millis(500)).await;
        let report = health.report().await;
        assert_eq!((asked.load(Relaxed), &report.told()[0]["age"]), (1, &json!(510)));
        advance(Duration::from_secs(1)).await;
        health.report().await;
        assert_eq!(asked.load(Relaxed), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn what_hangs_is_down_and_delays_nobody_for_long() {
        let hangs = Dependency::new("database", std::future::pending);
        let well = Dependency::new("service", || async { Ok(json!("fine")) });
        let health = Health::of(Life::default(), vec![hangs, well]);
        let begun = Instant::now();
        let report = health.report().await;
        assert!(begun.elapsed() <= ANSWERS_WITHIN && !report.is_well());
        let told = report.told();
        assert_eq!((&told[0]["state"], &told[1]["state"]), (&json!("down"), &json!("up")));
    }
}
