//! Idempotency keys, in the database.

use std::time::Duration;

use async_trait::async_trait;
use ogrom_protocols::{
    Claim, Conflict, Context, Error, IdempotencyKey, IdempotencyStore, Result, StoredResponse,
};
use ogrom_protocols_model::Timestamp;

use crate::{Database, Query, Row, Transaction, batch, statements};

statements! { @listed
    BY_KEY = [
        "SELECT fingerprint, claimed, status, headers, content FROM once_requests \
         WHERE user = ? AND client_key = ?" (for_update)
    ];
    INSERT = ["INSERT INTO once_requests (claimed, user, client_key, fingerprint) VALUES (?, ?, ?, ?)"];
    RENEW = ["UPDATE once_requests SET claimed = ? WHERE user = ? AND client_key = ? AND fingerprint = ?"];
    KEEP = [
        "UPDATE once_requests SET status = ?, headers = ?, content = ? \
         WHERE user = ? AND client_key = ? AND fingerprint = ? AND status IS NULL"
    ];
    DROP = ["DELETE FROM once_requests WHERE user = ? AND client_key = ? AND fingerprint = ? AND status IS NULL"];
    FORGET = ["DELETE FROM once_requests WHERE claimed < ?"];
}

#[async_trait]
impl IdempotencyStore for Database {
    async fn claim(
        &self,
        ctx: &Context,
        request: &IdempotencyKey,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Claim> {
        // Nearly every key is new, and then this is all.
        let inserted = self.write(ctx, request.clone(), move |request, transaction| {
            Box::pin(insert(request, now, transaction))
        });
        if inserted.await? {
            return Ok(Claim::Granted);
        }
        let claimed = self.write(ctx, request.clone(), move |request, transaction| {
            Box::pin(claim(request, now, lease, transaction))
        });
        claimed.await
    }

    async fn store(&self, ctx: &Context, request: &IdempotencyKey, answer: &StoredResponse) -> Result<()> {
        let headers = batch::json(&answer.headers);
        let kept = KEEP.bind(i64::from(answer.status)).bind(headers).bind(answer.content.clone());
        self.run_repeatable(ctx, kept.of(request)).await.map(drop)
    }

    async fn drop_claim(&self, ctx: &Context, request: &IdempotencyKey) -> Result<()> {
        self.run_repeatable(ctx, DROP.query().of(request)).await.map(drop)
    }

    async fn forget_before(&self, ctx: &Context, instant: Timestamp) -> Result<u64> {
        self.run_repeatable(ctx, FORGET.bind(instant.as_millis())).await
    }
}

/// Claims a new key; false if the key is there already. The transaction ends either way, so that those who claim at the same
/// time do not wait for each other's locks.
async fn insert(request: &IdempotencyKey, now: Timestamp, transaction: &mut Transaction) -> Result<bool> {
    match transaction.run(INSERT.bind(now.as_millis()).of(request)).await {
        Ok(_) => Ok(true),
        Err(Error::Conflict(Conflict::Exists)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Claims a key that was there a moment ago.
async fn claim(
    request: &IdempotencyKey,
    now: Timestamp,
    lease: Duration,
    transaction: &mut Transaction,
) -> Result<Claim> {
    let present = BY_KEY.bind(request.user.as_str()).bind(request.key.as_str());
    let grant = match transaction.rows(present).await?.first() {
        None => INSERT,
        Some(row) if row.text(0)? != request.fingerprint => return Ok(Claim::Taken),
        Some(row) => match answer(row)? {
            Some(answer) => return Ok(Claim::Completed(answer)),
            None if now.distance(row.timestamp(1)?) < lease => return Ok(Claim::InFlight),
            None => RENEW,
        },
    };
    transaction.run(grant.bind(now.as_millis()).of(request)).await?;
    Ok(Claim::Granted)
}

/// The response in a row of [`BY_KEY`], where there is one already.
fn answer(row: &Row) -> Result<Option<StoredResponse>> {
    let Some(status) = row.optional_integer(2)? else { return Ok(None) };
    let status = status.try_into().map_err(Error::corrupt)?;
    Ok(Some(StoredResponse { status, headers: row.document(3)?, content: row.bytes(4)? }))
}

// === impl Database ===

impl Database {
    /// Runs one statement in a transaction of its own, and returns how many rows it changed.
    pub async fn run(&self, ctx: &Context, query: Query) -> Result<u64> {
        self.write(ctx, query, |query, transaction| Box::pin(transaction.run(query.clone()))).await
    }
}

// === impl Query ===

impl Query {
    /// The same query with the three values that identify a request.
    fn of(self, request: &IdempotencyKey) -> Self {
        self.bind(request.user.as_str()).bind(request.key.as_str()).bind(request.fingerprint.as_str())
    }
}
