//! What is recorded of questions.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{Decorated, Observed, QUESTIONS, SECONDS};
use metrics::{Counter, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit};
use ogrom_protocols::{CollageWriter, UserReader};
use ogrom_protocols_contract::data::{context, parse};
use ogrom_protocols_model::Version;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::tests::gate::{Gate, corrupt, settle, timed_out, unavailable};

/// Keeps counts, and how many values a histogram got.
#[derive(Default)]
struct Book(Mutex<BTreeMap<String, Arc<AtomicU64>>>);

struct Values(Arc<AtomicU64>);

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

// === impl Book ===

impl Book {
    fn line(&self, key: &Key) -> Arc<AtomicU64> {
        let labels: Vec<_> = key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        let line = format!("{} {}", key.name(), labels.join(" "));
        Arc::clone(self.0.lock().unwrap().entry(line).or_default())
    }

    fn value(&self, name: &str, labels: &str) -> u64 {
        let book = self.0.lock().unwrap();
        book.get(&format!("{name} {labels}")).map_or(0, |value| value.load(Ordering::Relaxed))
    }
}

impl Recorder for Book {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.line(key))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(Arc::new(Values(self.line(key))))
    }
}

impl HistogramFn for Values {
    fn record(&self, _: f64) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

// === impl Log ===

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn every_question_is_counted_by_how_it_ended() {
    let book = Book::default();
    let _recording = metrics::set_default_local_recorder(&book);
    let (source, gate, _) = Gate::over_data().await;
    let source = Decorated::new(source, Observed);
    let (ann, nobody) = (parse("ann"), parse("nobody"));
    source.user_by_id(&context(), &ann).await.unwrap();
    source.user_by_id(&context(), &nobody).await.unwrap();
    for error in [unavailable, timed_out, corrupt] {
        gate.down(error);
        source.user_by_id(&context(), &ann).await.unwrap_err();
    }
    gate.open();
    source.delete_collage(&context(), &parse("c1"), Version::new(7)).await.unwrap_err();
    for (outcome, count) in
        [("answered", 2), ("unavailable", 1), ("timed_out", 1), ("corrupt", 1), ("abandoned", 0)]
    {
        let labels = format!("noun=user method=user_by_id outcome={outcome}");
        assert_eq!(book.value(QUESTIONS, &labels), count, "{outcome}");
    }
    assert_eq!(book.value(QUESTIONS, "noun=collage method=delete_collage outcome=refused"), 1);
    assert_eq!(book.value(SECONDS, "noun=user method=user_by_id"), 5);
}

#[tokio::test]
async fn who_hangs_up_is_counted_too() {
    let book = Book::default();
    let _recording = metrics::set_default_local_recorder(&book);
    let (source, gate, _) = Gate::over_data().await;
    let source = Decorated::new(source, Observed);
    gate.hold_reads();
    let asker = tokio::spawn(async move { source.user_by_id(&context(), &parse("ann")).await });
    gate.held().await;
    asker.abort();
    settle().await;
    assert_eq!(book.value(QUESTIONS, "noun=user method=user_by_id outcome=abandoned"), 1);
}

#[tokio::test]
async fn every_question_has_a_span_that_names_it_and_its_request() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing::Level::ERROR)
        .with_span_events(FmtSpan::NEW)
        .with_writer(move || writer.clone())
        .finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    let (source, ..) = Gate::over_data().await;
    Decorated::new(source, Observed).user_by_id(&context(), &parse("ann")).await.unwrap();
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains(r#"question{noun="user" method="user_by_id" request_id="contract"}"#), "{text}");
}
