//! The results of an import.

use std::{collections::BTreeMap, fmt, path::PathBuf, time::Duration};

use super::noun::Noun;

/// How many names of files that were passed over are shown.
const SHOWN: usize = 10;

/// The results of an import, file by file. Displays as a table.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// The files, in the order of their import.
    pub files: Vec<FileSummary>,
    /// How long it took altogether.
    pub elapsed: Duration,
    /// The files in the directory that look as if they held rows, and are those of no noun.
    pub passed_over: Vec<String>,
}

/// The results of the rows of one file.
#[derive(Debug, Clone)]
pub struct FileSummary {
    /// The noun that it holds.
    pub noun: Noun,
    /// Its name: `users.jsonl.gz`.
    pub name: String,
    /// How many rows were new.
    pub added: u64,
    /// How many rows were there already.
    pub present: u64,
    /// How many rows were not taken.
    pub rejected: u64,
    /// Where the rows are that were not taken.
    pub rejects: Option<PathBuf>,
    /// The fields that are not kept, and how many rows had them.
    pub not_kept: BTreeMap<String, u64>,
    /// How long it took.
    pub elapsed: Duration,
}

// === impl Summary ===

impl Summary {
    /// How many rows were new.
    pub fn added(&self) -> u64 {
        self.files.iter().map(|file| file.added).sum()
    }

    /// How many rows were there already.
    pub fn present(&self) -> u64 {
        self.files.iter().map(|file| file.present).sum()
    }

    /// How many rows were not taken.
    pub fn rejected(&self) -> u64 {
        self.files.iter().map(|file| file.rejected).sum()
    }

    fn fmt_passed_over(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = &self.passed_over;
        if names.is_empty() {
            return Ok(());
        }
        write!(f, "passed over, since no noun has the name: {}", names[..names.len().min(SHOWN)].join(", "))?;
        match names.len().saturating_sub(SHOWN) {
            0 => writeln!(f),
            more => writeln!(f, ", and {} more", grouped(more as u64)),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |f: &mut fmt::Formatter<'_>, name: &str, [added, present, rejected]: [u64; 3], time| {
            let rate = per_second(added + present + rejected, time);
            let numbers = [added, present, rejected, rate].map(grouped);
            let [added, present, rejected, rate] = numbers;
            let seconds = format!("{:.1} s", time.as_secs_f64());
            writeln!(f, "{name:18} {added:>10} {present:>14} {rejected:>10} {seconds:>9} {rate:>10}")
        };
        writeln!(
            f,
            "{:18} {:>10} {:>14} {:>10} {:>9} {:>10}",
            "file", "added", "already there", "rejected", "time", "rows/s"
        )?;
        for file in &self.files {
            line(f, &file.name, [file.added, file.present, file.rejected], file.elapsed)?;
        }
        line(f, "total", [self.added(), self.present(), self.rejected()], self.elapsed)?;
        self.files.iter().try_for_each(|file| file.fmt_remarks(f))?;
        self.fmt_passed_over(f)
    }
}

// === impl FileSummary ===

impl FileSummary {
    pub(super) fn new(noun: Noun, name: String) -> Self {
        Self {
            noun,
            name,
            added: 0,
            present: 0,
            rejected: 0,
            rejects: None,
            not_kept: BTreeMap::new(),
            elapsed: Duration::ZERO,
        }
    }

    /// How many rows the file had, as far as it was read.
    pub fn rows(&self) -> u64 {
        self.added + self.present + self.rejected
    }

    fn fmt_remarks(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        if !self.not_kept.is_empty() {
            let field = |(field, rows): (&String, &u64)| format!("{field} ({})", grouped(*rows));
            let fields: Vec<_> = self.not_kept.iter().map(field).collect();
            writeln!(f, "{name}: ignored fields, with the number of rows: {}", fields.join(", "))?;
        }
        if let Some(rejects) = &self.rejects {
            let rejected = grouped(self.rejected);
            writeln!(f, "{name}: rows rejected: {rejected}; each with its reason in {}", rejects.display())?;
        }
        Ok(())
    }
}

/// The number with a comma between thousands.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

/// How many in a second.
pub(super) fn per_second(count: u64, time: Duration) -> u64 {
    let millis = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    count.saturating_mul(1_000) / millis.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn the_summary_names_all_that_was_not_kept() {
        let users = FileSummary {
            added: 39_000,
            present: 385,
            rejected: 2,
            rejects: Some("./users.rejects.jsonl".into()),
            not_kept: [("year".to_owned(), 41_025), ("gender".to_owned(), 1)].into(),
            elapsed: Duration::from_millis(1_500),
            ..FileSummary::new(Noun::Users, "users.jsonl.gz".into())
        };
        let passed_over = (1..=12).map(|i| format!("{i}.jsonl")).collect();
        let summary = Summary { files: vec![users], elapsed: Duration::from_secs(2), passed_over };
        assert_eq!(
            summary.to_string(),
            "\
file                    added  already there   rejected      time     rows/s
users.jsonl.gz         39,000            385          2     1.5 s     26,258
total                  39,000            385          2     2.0 s     19,693
users.jsonl.gz: ignored fields, with the number of rows: gender (1), year (41,025)
users.jsonl.gz: rows rejected: 2; each with its reason in ./users.rejects.jsonl
passed over, since no noun has the name: 1.jsonl, 2.jsonl, 3.jsonl, 4.jsonl, 5.jsonl, 6.jsonl, 7.jsonl, 8.jsonl, 9.jsonl, 10.jsonl, and 2 more
"
        );
    }
}
