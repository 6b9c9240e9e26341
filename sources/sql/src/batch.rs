//! Batches: many rows in one value, and the outcome of each of them.

use std::collections::{BTreeSet, HashSet};

use ogrom_protocols::{Conflict, Imported, Result};
use serde::Serialize;

use crate::{Query, Statement, Transaction};

/// How many bytes of rows one statement takes, give or take a row: well below what servers take at once, which is 16 MiB.
const MOST: usize = 4 << 20;

/// The outcome of a row that the present state may contradict.
pub type Checked = std::result::Result<(), Conflict>;

/// The keys of those things that are there, among all that a batch mentions.
#[derive(Debug)]
pub struct ExistingKeys {
    noun: &'static str,
    keys: HashSet<String>,
}

/// The value for `(ids)`: each of these texts once.
pub fn ids<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    json(&ids.collect::<BTreeSet<_>>())
}

/// The value for `(rows …)`: these rows, whose fields are named like the columns.
pub fn rows<T: Serialize>(rows: impl Iterator<Item = T>) -> String {
    json(&rows.collect::<Vec<_>>())
}

/// Runs a statement that binds `(rows …)` for all of these rows: once, or several times where they are very long.
pub async fn add<T: Serialize>(
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

/// The JSON of a value whose names are texts: a struct, a list, a map from texts.
///
/// # Panics
///
/// Where the value has no JSON form.
pub fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("texts and numbers under names that are texts have a JSON form")
}

/// Checks all rows of a batch in their order, and returns the outcome of each, and the rows that passed.
pub fn partition<T>(batch: &[T], mut check: impl FnMut(&T) -> Checked) -> (Vec<Checked>, Vec<&T>) {
    let outcomes: Vec<_> = batch.iter().map(&mut check).collect();
    let passed = batch.iter().zip(&outcomes).filter(|(_, outcome)| outcome.is_ok()).map(|(row, _)| row);
    let passed = passed.collect();
    (outcomes, passed)
}

/// The outcome of a batch of one.
pub fn only(outcomes: Vec<Checked>) -> Checked {
    outcomes.into_iter().collect()
}

/// The outcomes as an import reports them.
pub fn imported(outcomes: Vec<Checked>) -> Vec<Imported> {
    outcomes.into_iter().map(Imported::from).collect()
}

// === impl ExistingKeys ===

impl ExistingKeys {
    /// Reads the keys of a noun's things. The first column of the query has them.
    pub async fn load(noun: &'static str, query: Query, transaction: &mut Transaction) -> Result<Self> {
        let rows = transaction.rows(query).await?;
        let keys = rows.iter().map(|row| row.text(0).map(str::to_owned)).collect::<Result<_>>()?;
        Ok(Self { noun, keys })
    }

    /// Refuses a reference that leads nowhere: [`Conflict::Missing`].
    pub fn ensure_exists(&self, id: &str) -> Checked {
        if self.keys.contains(id) {
            Ok(())
        } else {
            Err(Conflict::Missing { noun: self.noun, id: id.to_owned() })
        }
    }

    /// Refuses a key that is taken: [`Conflict::Exists`].
    pub fn ensure_free(&self, key: &str) -> Checked {
        if self.keys.contains(key) { Err(Conflict::Exists) } else { Ok(()) }
    }

    /// Reserves a key, so that a later row of the batch finds it taken.
    pub fn reserve(&mut self, key: &str) {
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
