//! An event, as `DescribeEvents` returns it.

use jiff::Timestamp;

use crate::world::World;

/// How much an event matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    Trace,
    Debug,
    Info,
    Warn,
    Error,
    Fatal,
}

/// Something that has happened.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// How many there were before.
    pub(crate) number: usize,
    pub(crate) at: Timestamp,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) application: String,
    pub(crate) environment: Option<String>,
    pub(crate) version: Option<String>,
    /// The call that brought it about, if any did: health changes by itself.
    pub(crate) request: Option<String>,
}

/// A filter of events.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    pub(crate) application: Option<String>,
    pub(crate) environment: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) request: Option<String>,
    /// This one, or a worse one.
    pub(crate) severity: Option<Severity>,
    /// From this moment on.
    pub(crate) start: Option<Timestamp>,
    /// Before this moment.
    pub(crate) end: Option<Timestamp>,
    /// With a lower number, so that new events move no page.
    pub(crate) below: Option<usize>,
}

// === impl Severity ===

impl Severity {
    const ALL: [Self; 6] = [Self::Trace, Self::Debug, Self::Info, Self::Warn, Self::Error, Self::Fatal];

    /// Its name in the service model.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Trace => "TRACE",
            Self::Debug => "DEBUG",
            Self::Info => "INFO",
            Self::Warn => "WARN",
            Self::Error => "ERROR",
            Self::Fatal => "FATAL",
        }
    }

    /// The one of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

// === impl Wanted ===

impl Wanted {
    fn has(&self, event: &Event) -> bool {
        let same = |wanted: &Option<String>, found: Option<&String>| {
            wanted.as_ref().is_none_or(|wanted| Some(wanted) == found)
        };
        same(&self.application, Some(&event.application))
            && same(&self.environment, event.environment.as_ref())
            && same(&self.version, event.version.as_ref())
            && same(&self.request, event.request.as_ref())
            && self.severity.is_none_or(|least| event.severity >= least)
            && self.start.is_none_or(|start| event.at >= start)
            && self.end.is_none_or(|end| event.at < end)
            && self.below.is_none_or(|below| event.number < below)
    }
}

// === impl World ===

impl World {
    /// The events that match a filter, the newest first.
    pub(crate) fn events(&self, wanted: &Wanted) -> impl Iterator<Item = &Event> {
        self.events.iter().rev().filter(move |event| wanted.has(event))
    }

    /// Records an event of an environment.
    pub(in crate::world) fn tell(
        &mut self,
        environment: usize,
        request: Option<&str>,
        severity: Severity,
        message: impl Into<String>,
    ) {
        let of = &self.environments[environment];
        self.events.push(Event {
            number: self.events.len(),
            at: self.now,
            severity,
            message: message.into(),
            application: of.application.clone(),
            environment: Some(of.name.clone()),
            version: None,
            request: request.map(str::to_owned),
        });
    }
}
