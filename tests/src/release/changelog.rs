//! The changelog: a section for each library and version, in which breaks come first.

use crate::library::Library;

/// The file.
pub(crate) const CHANGELOG: &str = "CHANGELOG.md";

/// The beginning of an entry about a break, and of its continuation.
const BREAKING: &str = "- **Breaking**:";
const AFFECTED: &str = "- **Breaking**: you are affected if ";
const REMEDY: &str = "; do ";

/// The form of such an entry.
pub(crate) const FORM: &str = "`- **Breaking**: you are affected if …; do ….`";

/// The changelog's section on one release.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Section {
    entries: Vec<Entry>,
}

#[derive(Debug, PartialEq, Eq)]
struct Entry {
    /// Counted from 1.
    line: usize,
    text: String,
}

// === impl Section ===

impl Section {
    /// The section of a release in the text of the changelog, if it has one.
    pub(crate) fn find(text: &str, library: &Library) -> Option<Self> {
        let heading = heading(library);
        let mut lines = text.lines().zip(1..).skip_while(|(line, _)| *line != heading);
        lines.next()?;
        let mut entries: Vec<Entry> = Vec::new();
        for (text, line) in lines.take_while(|(line, _)| !line.starts_with("# ") && !line.starts_with("## "))
        {
            if text.starts_with("- ") {
                entries.push(Entry { line, text: text.to_owned() });
            } else if let Some(entry) = entries.last_mut().filter(|_| !text.is_empty()) {
                entry.text = format!("{} {}", entry.text, text.trim_start());
            }
        }
        (!entries.is_empty()).then_some(Self { entries })
    }

    /// Whether it describes a break.
    pub(crate) fn breaks(&self) -> bool {
        self.entries.iter().any(Entry::breaks)
    }

    /// Its mistakes that do not depend on the changes.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut others = false;
        for entry in &self.entries {
            if !entry.breaks() {
                others = true;
                continue;
            }
            if others {
                found.push(format!("{CHANGELOG}:{}: what breaks comes first: move it up", entry.line));
            }
            if !(entry.text.starts_with(AFFECTED) && entry.text.contains(REMEDY)) {
                found.push(format!(
                    "{CHANGELOG}:{}: say whom it concerns, and what to do: {FORM}",
                    entry.line
                ));
            }
        }
        found
    }
}

// === impl Entry ===

impl Entry {
    fn breaks(&self) -> bool {
        self.text.starts_with(BREAKING)
    }
}

/// The heading of a release's section.
pub(crate) fn heading(library: &Library) -> String {
    format!("## {} {}", library.name, library.version)
}
