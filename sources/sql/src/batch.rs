//! Batches: many rows in one value, and what becomes of each of them.

use std::collections::{BTreeSet, HashSet};

use ogrom_protocols::{Conflict, Imported, Result};
use serde::Serialize;

use crate::{
    dialect::Statement,
    driver::{Query, Transaction},
};

/// How many bytes of rows one statement takes, give or take a row: well below what servers take at once, which is 16 MiB.
const MOST: usize = 4 << 20;

/// What became of a row.
pub(crate) type Checked = std::result::Result<(), Conflict>;

/// Which of the things that a batch mentions are there.
#[derive(Debug)]
pub(crate) struct Known {
    noun: &'static str,
    keys: HashSet<String>,
}

/// The value for `(ids)`: each of these texts once.
pub(crate) fn ids<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    json(&ids.collect::<BTreeSet<_>>())
}

/// The value for `(rows …)`: these rows, whose fields are named like the columns.
pub(crate) fn rows<T: Serialize>(rows: impl Iterator<Item = T>) -> String {
    json(&rows.collect::<Vec<_>>())
}

/// Runs a statement that binds `(rows …)` for all of these rows: once, or several times where they are very long.
pub(crate) async fn add<T: Serialize>(
    statement: Statement,
    rows: impl Iterator<Item = T>,
    transaction: &mut Transaction,
) -> Result<()> {
    for batch in batches(rows, MOST) {
        transaction.run(statement.bind(batch)).await?;
    }
    Ok(())
}

/// Arrays of these rows, each of so many bytes at most, unless one row is longer. None where there are no rows.
fn batches<T: Serialize>(rows: impl Iterator<Item = T>, most: usize) -> Vec<String> {
    let mut batches: Vec<String> = Vec::new();
    for row in rows {
        let row = json(&row);
        match batches.last_mut() {
            Some(batch) if batch.len() + row.len() < most => {
                batch.push(',');
                batch.push_str(&row);
            }
            _ => batches.push(format!("[{row}")),
        }
    }
    for batch in &mut batches {
        batch.push(']');
    }
    batches
}

/// A document of JSON.
pub(crate) fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("texts and numbers under names that are texts have a JSON form")
}

/// Checks all rows of a batch in their order; answers with what became of each, and with those that passed.
pub(crate) fn sort_out<T>(batch: &[T], mut check: impl FnMut(&T) -> Checked) -> (Vec<Checked>, Vec<&T>) {
    let outcomes: Vec<_> = batch.iter().map(&mut check).collect();
    let passed = batch.iter().zip(&outcomes).filter(|(_, outcome)| outcome.is_ok()).map(|(row, _)| row);
    let passed = passed.collect();
    (outcomes, passed)
}

/// The outcome of a batch of one.
pub(crate) fn only(outcomes: Vec<Checked>) -> Checked {
    outcomes.into_iter().collect()
}

/// The outcomes as an import reports them.
pub(crate) fn imported(outcomes: Vec<Checked>) -> Vec<Imported> {
    let outcome = |outcome| match outcome {
        Ok(()) => Imported::Added,
        Err(Conflict::Exists) => Imported::Present,
        Err(refused) => Imported::Refused(refused.to_string()),
    };
    outcomes.into_iter().map(outcome).collect()
}

// === impl Known ===

impl Known {
    /// Asks the database. The query answers with the keys of what is there in its first column.
    pub(crate) async fn ask(noun: &'static str, query: Query, transaction: &mut Transaction) -> Result<Self> {
        let rows = transaction.rows(query).await?;
        let keys = rows.iter().map(|row| row.text(0).map(str::to_owned)).collect::<Result<_>>()?;
        Ok(Self { noun, keys })
    }

    /// Refuses a reference that leads nowhere.
    pub(crate) fn check(&self, id: &str) -> Checked {
        if self.keys.contains(id) {
            Ok(())
        } else {
            Err(Conflict::Missing { noun: self.noun, id: id.to_owned() })
        }
    }

    /// Refuses a key that is taken.
    pub(crate) fn vacant(&self, key: &str) -> Checked {
        if self.keys.contains(key) { Err(Conflict::Exists) } else { Ok(()) }
    }

    /// Takes a key, so that a later row of the batch finds it taken.
    pub(crate) fn take(&mut self, key: &str) {
        self.keys.insert(key.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_hold_every_row_once_and_are_only_so_long() {
        assert_eq!(batches([0; 0].into_iter(), 10), [""; 0]);
        assert_eq!(batches([1].into_iter(), 10), ["[1]"]);
        assert_eq!(batches(["a", "b", "c"].into_iter(), 10), [r#"["a","b"]"#, r#"["c"]"#]);
        assert_eq!(
            batches(["longer than most", "b"].into_iter(), 10),
            [r#"["longer than most"]"#, r#"["b"]"#]
        );
    }
}
