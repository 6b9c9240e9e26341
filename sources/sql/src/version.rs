//! Versions, by which concurrent writers notice each other.

use ogrom_protocols::{Conflict, Result};
use ogrom_protocols_model::Version;

use crate::{
    columns::stored,
    dialect::Statement,
    driver::{Query, Transaction},
};

/// Whether there is a thing of this identifier. The statement binds the identifier and answers with the version;
/// [`Conflict::Stale`] where it is not the expected one.
pub(crate) async fn is_present(
    statement: Statement,
    id: &str,
    expected: Version,
    transaction: &mut Transaction,
) -> Result<bool> {
    let rows = transaction.rows(statement.bind(id)).await?;
    let Some(row) = rows.first() else { return Ok(false) };
    if row.version(0)? == expected { Ok(true) } else { Err(Conflict::Stale.into()) }
}

/// Runs a change that ends with `… WHERE id = ? AND version = ?`. [`Conflict::Stale`] where another writer came
/// between the look and the change, on a database that lets them.
pub(crate) async fn change(
    query: Query,
    id: &str,
    expected: Version,
    transaction: &mut Transaction,
) -> Result<()> {
    match transaction.run(query.bind(id).bind(stored(expected))).await? {
        0 => Err(Conflict::Stale.into()),
        _ => Ok(()),
    }
}
