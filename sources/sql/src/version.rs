//! Versions, by which concurrent writers notice each other.

use ogrom_protocols::{Conflict, Result};
use ogrom_protocols_model::{Revision, Timestamp};

use crate::{Query, Statement, Transaction, columns::stored};

/// When the thing of this identifier last changed; absent where there is none. The statement binds the identifier and finds
/// the version, the creation and the last change. [`Conflict::Stale`] where the thing is not in the expected state.
pub async fn modified(
    statement: Statement,
    id: &str,
    expected: Revision,
    transaction: &mut Transaction,
) -> Result<Option<Timestamp>> {
    let rows = transaction.rows(statement.bind(id)).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let found = Revision { version: row.version(0)?, created: row.timestamp(1)? };
    if found == expected { row.timestamp(2).map(Some) } else { Err(Conflict::Stale.into()) }
}

/// Runs a change that ends with `… WHERE id = ? AND version = ?`. [`Conflict::Stale`] where another writer came
/// between the look and the change, on a database that lets them.
pub async fn change(query: Query, id: &str, expected: Revision, transaction: &mut Transaction) -> Result<()> {
    match transaction.run(query.bind(id).bind(stored(expected.version))).await? {
        0 => Err(Conflict::Stale.into()),
        _ => Ok(()),
    }
}
