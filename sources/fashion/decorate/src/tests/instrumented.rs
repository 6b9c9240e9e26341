//! Records of calls.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use metrics::{Counter, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit};
use ogrom_protocols::{Context, Result};
use ogrom_protocols_fashion::{CollageWriter, UserReader};
use ogrom_protocols_fashion_contract::data::{at, context, parse, version};
use ogrom_sources_decorate::{CALLS, Call, Instrumented, Policy, SECONDS, current_call};

use crate::Decorated;
use crate::tests::gate::{Gate, corrupt, refused, settle, timed_out, unavailable};

/// Keeps counts, and how many values a histogram got.
#[derive(Default)]
struct Book(Mutex<BTreeMap<String, Arc<AtomicU64>>>);

struct Values(Arc<AtomicU64>);

/// Notes what those who write logs are told of each question.
#[derive(Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

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

// === impl Notes ===

impl Policy for Notes {
    async fn apply<T: Send>(
        &self,
        _: Call,
        _: &Context,
        inner: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        let told = current_call(|call, request| format!("{} {} for {request}", call.noun, call.method));
        self.0.lock().unwrap().extend(told);
        inner.await
    }
}

#[tokio::test]
async fn every_question_is_counted_by_how_it_ended() {
    let book = Book::default();
    let _recording = metrics::set_default_local_recorder(&book);
    let (source, gate, _) = Gate::over_data().await;
    let source = Decorated::new(source, Instrumented);
    let (ann, nobody) = (parse("ann"), parse("nobody"));
    source.user_by_id(&context(), &ann).await.unwrap();
    source.user_by_id(&context(), &nobody).await.unwrap();
    for error in [unavailable, timed_out, corrupt] {
        gate.down(error);
        source.user_by_id(&context(), &ann).await.unwrap_err();
    }
    gate.open();
    source.delete_collage(&context(), &parse("c1"), version(7), at(60_000)).await.unwrap_err();
    gate.down(refused);
    source.delete_collage(&context(), &parse("c1"), version(7), at(60_000)).await.unwrap_err();
    for (outcome, count) in
        [("answered", 2), ("unavailable", 1), ("timed_out", 1), ("corrupt", 1), ("abandoned", 0)]
    {
        let labels = format!("noun=user method=user_by_id outcome={outcome}");
        assert_eq!(book.value(CALLS, &labels), count, "{outcome}");
    }
    assert_eq!(
        book.value(CALLS, "noun=collage method=delete_collage outcome=refused"),
        2,
        "by what is there, and by itself"
    );
    assert_eq!(book.value(SECONDS, "noun=user method=user_by_id"), 5);
}

#[tokio::test]
async fn who_hangs_up_is_counted_too() {
    let book = Book::default();
    let _recording = metrics::set_default_local_recorder(&book);
    let (source, gate, _) = Gate::over_data().await;
    let source = Decorated::new(source, Instrumented);
    gate.hold_reads();
    let asker = tokio::spawn(async move { source.user_by_id(&context(), &parse("ann")).await });
    gate.held().await;
    asker.abort();
    settle().await;
    assert_eq!(book.value(CALLS, "noun=user method=user_by_id outcome=abandoned"), 1);
}

#[tokio::test]
async fn while_a_question_is_asked_it_is_known_which_and_for_whom() {
    let notes = Notes::default();
    let heard = Arc::clone(&notes.0);
    let (source, ..) = Gate::over_data().await;
    let source = Decorated::new(source, (Instrumented, notes));
    source.user_by_id(&context(), &parse("ann")).await.unwrap();
    assert_eq!(*heard.lock().unwrap(), ["user user_by_id for contract"]);
    assert_eq!(current_call(|_, _| ()), None, "it is over");
}
