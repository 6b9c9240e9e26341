//! Destinations of messages: text for a terminal or a log, JSON for programs.

use std::{
    fmt,
    io::Write,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use super::{Message, RunEvent, Sink, StepState};
use crate::text::{harmless, span};

/// After so long without a line, a wait is reported again.
const SILENCE: Duration = Duration::from_secs(30);

/// Lines for people.
pub(crate) struct TextSink<W>(Mutex<TextLines<W>>);

/// Lines of JSON, each written immediately.
pub(crate) struct JsonSink<W>(Mutex<W>);

/// Several sinks.
pub(crate) struct Sinks(pub(crate) Vec<Box<dyn Sink>>);

struct TextLines<W> {
    output: W,
    last: Duration,
    waiting: String,
}

// === impl TextSink ===

impl<W: Write + Send> TextSink<W> {
    /// Lines to there.
    pub(crate) fn new(output: W) -> Self {
        Self(Mutex::new(TextLines { output, last: Duration::ZERO, waiting: String::new() }))
    }
}

impl<W: Write + Send> Sink for TextSink<W> {
    fn record(&self, message: &Message) {
        // A closed terminal is no reason to leave a deployment half done.
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).write(message);
    }
}

impl<W> fmt::Debug for TextSink<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TextSink")
    }
}

// === impl TextLines ===

impl<W: Write> TextLines<W> {
    fn write(&mut self, message: &Message) -> std::io::Result<()> {
        let elapsed = message.elapsed;
        let line =
            |name: &dyn fmt::Display, text: &str| format!("{:>6}  {name:<10}  {text}\n", span(elapsed));
        let text = match &message.event {
            RunEvent::Step { state: StepState::Begins, .. } => return Ok(()),
            RunEvent::Step { name, state: StepState::Done, detail } | RunEvent::Note { name, detail } => {
                line(name, detail)
            }
            RunEvent::Step { name, state: StepState::Failed, detail } if detail.is_empty() => {
                line(name, "stopped")
            }
            RunEvent::Step { name, state: StepState::Failed, detail } => {
                line(name, &format!("failed: {detail}"))
            }
            RunEvent::Warning { name, detail } => line(name, &format!("warning: {detail}")),
            RunEvent::Waiting { detail, .. } if *detail == self.waiting && elapsed < self.last + SILENCE => {
                return Ok(());
            }
            RunEvent::Waiting { name, detail } => {
                detail.clone_into(&mut self.waiting);
                line(name, &format!("… {detail}"))
            }
            RunEvent::Beanstalk { environment, happened } => {
                line(&"", &format!("{environment}: {:?}: {}", happened.severity, happened.message))
            }
            RunEvent::Report(report) => format!("{report}\n"),
            RunEvent::Stop { message, details, next, code } => {
                let lines = [String::new(), message.clone()]
                    .into_iter()
                    .chain(details.iter().map(|detail| format!("  {detail}")));
                let lines = lines.chain(next.iter().map(|next| format!("Next: {next}")));
                lines.chain([format!("(exit code {code})\n")]).collect::<Vec<_>>().join("\n")
            }
        };
        self.last = elapsed;
        self.output.write_all(harmless(&text).as_bytes())?;
        self.output.flush()
    }
}

// === impl JsonSink ===

impl<W: Write + Send> JsonSink<W> {
    /// Lines to there.
    pub(crate) fn new(output: W) -> Self {
        Self(Mutex::new(output))
    }
}

impl<W: Write + Send> Sink for JsonSink<W> {
    fn record(&self, message: &Message) {
        let mut output = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // As above: a reader that has gone does not stop a deployment.
        let _ = serde_json::to_string(message)
            .map(|line| writeln!(output, "{line}").and_then(|()| output.flush()));
    }
}

impl<W> fmt::Debug for JsonSink<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonSink")
    }
}

// === impl Sinks ===

impl Sink for Sinks {
    fn record(&self, message: &Message) {
        self.0.iter().for_each(|sink| sink.record(message));
    }
}

impl fmt::Debug for Sinks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sinks({})", self.0.len())
    }
}
