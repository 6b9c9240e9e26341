//! A small object in the bucket that can be changed only by a writer who knows its present state.

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Call, Fault, FaultKind, Ports,
    store::{Condition, Tag},
};

/// How often a call without a response is tried.
const ATTEMPTS: u32 = 5;

/// An object in the bucket, as JSON, with the tag that it had when it was last seen.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    key: String,
    tag: Tag,
}

/// Why an object is none that this version of the tool wrote: it is cut, or another version wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unreadable(String);

/// The value of an object.
pub(crate) type Value<T> = Result<T, Unreadable>;

// === impl Record ===

impl Record {
    /// The object at a key, if there is one. Its value is an error if this version of the tool cannot read it.
    pub(crate) async fn read<T: DeserializeOwned>(
        ports: &Ports,
        key: &str,
    ) -> Result<Option<(Value<T>, Self)>, Fault> {
        let Some((bytes, tag)) = with_retries(ports, async || ports.store.get(key).await).await? else {
            return Ok(None);
        };
        let value = serde_json::from_slice(&bytes).map_err(|error| Unreadable(format!("{key}: {error}")));
        Ok(Some((value, Self { key: key.to_owned(), tag })))
    }

    /// Writes to a free key; `None` if the key is taken.
    pub(crate) async fn create<T: Serialize>(
        ports: &Ports,
        key: &str,
        value: &T,
    ) -> Result<Option<Self>, Fault> {
        let tag = put(ports, key, value, Condition::Absent).await?;
        Ok(tag.map(|tag| Self { key: key.to_owned(), tag }))
    }

    /// Writes again; `false` if another writer has changed it meanwhile.
    pub(crate) async fn replace<T: Serialize>(&mut self, ports: &Ports, value: &T) -> Result<bool, Fault> {
        let tag = put(ports, &self.key, value, Condition::Matches(self.tag.clone())).await?;
        Ok(tag.map(|tag| self.tag = tag).is_some())
    }

    /// Deletes it; `false` if another writer has changed it meanwhile.
    pub(crate) async fn delete(self, ports: &Ports) -> Result<bool, Fault> {
        with_retries(ports, async || ports.store.delete(&self.key, &self.tag).await).await
    }
}

/// Tries a call again as long as it can do better.
pub(crate) async fn with_retries<T>(
    ports: &Ports,
    call: impl AsyncFn() -> Result<T, Fault>,
) -> Result<T, Fault> {
    for attempt in 1..ATTEMPTS {
        match call().await {
            Err(fault) if fault.passes() => ports.clock.sleep(ports.pause * attempt).await,
            result => return result,
        }
    }
    call().await
}

/// Writes under a condition. Each value holds its time and its writer. So if the condition fails because of a value
/// that is ours, an earlier attempt wrote it, and its response was lost.
async fn put<T: Serialize>(
    ports: &Ports,
    key: &str,
    value: &T,
    condition: Condition,
) -> Result<Option<Tag>, Fault> {
    let bytes = serde_json::to_vec_pretty(value)
        .map_err(|error| Fault::new(Call::PutObject, FaultKind::Refused, error.to_string()))?;
    if let Some(tag) =
        with_retries(ports, async || ports.store.put(key, bytes.clone(), &condition).await).await?
    {
        return Ok(Some(tag));
    }
    match with_retries(ports, async || ports.store.get(key).await).await {
        Ok(found) => Ok(found.filter(|(found, _)| *found == bytes).map(|(_, tag)| tag)),
        // For a caller who may not list a bucket, S3 reports an object that does not exist as forbidden.
        Err(fault) if fault.kind == FaultKind::Denied => Ok(None),
        Err(fault) => Err(fault),
    }
}
