//! The listing of a library: all items that its users see, one line for each. So two releases can be compared without
//! compiling the older one.

use std::collections::BTreeSet;
use std::fmt;

use crate::library::Library;
use crate::lock::Lock;
use crate::rustdoc::Shown;
use crate::surface;

/// The prefix of a line whose item needs certain features.
pub(crate) const FEATURES: &str = "with features: ";

/// The items of a library.
#[derive(Debug)]
pub(crate) struct Listing {
    name: String,
    pub(crate) lines: Vec<Line>,
}

/// One thing that a library shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) text: String,
    /// The line that forces users to change once it is new: a trait that they implement, an enum that they match, a
    /// struct that they construct.
    pub(crate) burdens: Option<String>,
}

// === impl Listing ===

impl Listing {
    pub(crate) fn of(library: &Library, shown: Shown, lock: &Lock) -> Self {
        let always: BTreeSet<&str> = shown.always.iter().map(|line| line.text.as_str()).collect();
        let more = shown.at_most.into_iter().filter(|line| !always.contains(line.text.as_str()));
        let more: Vec<Line> = more.map(|line| line.prefixed(FEATURES)).collect();
        let items = [shown.always, more].concat();
        let mut lines = dependencies(library, &items, lock);
        lines.extend(features(library));
        lines.extend(items);
        Self { name: library.name.clone(), lines }
    }
}

impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "# What {} shows. Written by `cargo run -p ogrom-tests --bin release -- list`.",
            self.name
        )?;
        self.lines.iter().try_for_each(|line| writeln!(f, "{}", line.text))
    }
}

// === impl Line ===

impl Line {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), burdens: None }
    }

    fn prefixed(self, prefix: &str) -> Self {
        let with = |text: String| format!("{prefix}{text}");
        Self { text: with(self.text), burdens: self.burdens }
    }
}

/// The packages whose items it shows, each with its compatible version.
fn dependencies(library: &Library, items: &[Line], lock: &Lock) -> Vec<Line> {
    let shown = surface::crates(library, items).into_keys();
    let found = shown.map(|shown| match lock.nearest(&library.name, &shown) {
        Some((package, version)) => format!("shows {package} {version}"),
        None => format!("shows {shown}"),
    });
    found.map(Line::new).collect()
}

/// The features, and the ones of the library that each enables.
fn features(library: &Library) -> Vec<Line> {
    let features = library.features.iter().flat_map(|(feature, on)| {
        let on = on.iter().filter(|other| library.features.contains_key(*other));
        let enables = on.map(move |other| format!("feature {feature} enables {other}"));
        std::iter::once(format!("feature {feature}")).chain(enables)
    });
    features.map(Line::new).collect()
}
