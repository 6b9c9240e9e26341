//! Where messages go: a terminal or a log, or whatever reads JSON.

use std::{
    fmt,
    io::Write,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use super::{Listener, Message, StepState, What};
use crate::text::span;

/// After so long without a line, a wait says that it goes on.
const SILENCE: Duration = Duration::from_secs(30);

/// Lines for people.
pub(crate) struct People<W>(Mutex<Page<W>>);

/// Lines of JSON, each written out at once.
pub(crate) struct Json<W>(Mutex<W>);

/// Several listeners.
pub(crate) struct Several(pub(crate) Vec<Box<dyn Listener>>);

struct Page<W> {
    output: W,
    last: Duration,
    waiting: String,
}

// === impl People ===

impl<W: Write + Send> People<W> {
    /// Lines to there.
    pub(crate) fn new(output: W) -> Self {
        Self(Mutex::new(Page { output, last: Duration::ZERO, waiting: String::new() }))
    }
}

impl<W: Write + Send> Listener for People<W> {
    fn hear(&self, message: &Message) {
        // A closed terminal is no reason to leave a deployment half done.
        let _ = self.0.lock().unwrap_or_else(PoisonError::into_inner).write(message);
    }
}

impl<W> fmt::Debug for People<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("People")
    }
}

// === impl Page ===

impl<W: Write> Page<W> {
    fn write(&mut self, message: &Message) -> std::io::Result<()> {
        let elapsed = message.elapsed;
        let line =
            |name: &dyn fmt::Display, text: &str| format!("{:>6}  {name:<10}  {text}\n", span(elapsed));
        let text = match &message.what {
            What::Step { state: StepState::Begins, .. } => return Ok(()),
            What::Step { name, state: StepState::Done, detail } | What::Note { name, detail } => {
                line(name, detail)
            }
            What::Step { name, state: StepState::Failed, detail } if detail.is_empty() => {
                line(name, "stopped")
            }
            What::Step { name, state: StepState::Failed, detail } => line(name, &format!("failed: {detail}")),
            What::Warning { name, detail } => line(name, &format!("warning: {detail}")),
            What::Waiting { detail, .. } if *detail == self.waiting && elapsed < self.last + SILENCE => {
                return Ok(());
            }
            What::Waiting { name, detail } => {
                detail.clone_into(&mut self.waiting);
                line(name, &format!("… {detail}"))
            }
            What::Beanstalk { environment, happened } => {
                line(&"", &format!("{environment}: {:?}: {}", happened.severity, happened.message))
            }
            What::Report(report) => format!("{report}\n"),
            What::Stop { message, details, next, code } => {
                let lines = [String::new(), message.clone()]
                    .into_iter()
                    .chain(details.iter().map(|detail| format!("  {detail}")));
                let lines = lines.chain(next.iter().map(|next| format!("Next: {next}")));
                lines.chain([format!("(exit code {code})\n")]).collect::<Vec<_>>().join("\n")
            }
        };
        self.last = elapsed;
        self.output.write_all(text.as_bytes())?;
        self.output.flush()
    }
}

// === impl Json ===

impl<W: Write + Send> Json<W> {
    /// Lines to there.
    pub(crate) fn new(output: W) -> Self {
        Self(Mutex::new(output))
    }
}

impl<W: Write + Send> Listener for Json<W> {
    fn hear(&self, message: &Message) {
        let mut output = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // As above: whoever listened and left does not stop a deployment.
        let _ = serde_json::to_string(message)
            .map(|line| writeln!(output, "{line}").and_then(|()| output.flush()));
    }
}

impl<W> fmt::Debug for Json<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Json")
    }
}

// === impl Several ===

impl Listener for Several {
    fn hear(&self, message: &Message) {
        self.0.iter().for_each(|listener| listener.hear(message));
    }
}

impl fmt::Debug for Several {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Several({})", self.0.len())
    }
}
