//! A small object in the bucket that only whoever knows its state can change.

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Call, Fault, FaultKind, World,
    store::{Condition, Tag},
};

/// How often something is tried of which no answer came.
const ATTEMPTS: u32 = 5;

/// An object in the bucket, as JSON, with the tag that it had when it was last seen.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    key: String,
    tag: Tag,
}

// === impl Record ===

impl Record {
    /// What is at a key, if anything is.
    pub(crate) async fn read<T: DeserializeOwned>(
        world: &World,
        key: &str,
    ) -> Result<Option<(T, Self)>, Fault> {
        let Some((content, tag)) = patient(world, async || world.store.get(key).await).await? else {
            return Ok(None);
        };
        let value = serde_json::from_slice(&content)
            .map_err(|error| Fault::new(Call::GetObject, FaultKind::Refused, format!("{key}: {error}")))?;
        Ok(Some((value, Self { key: key.to_owned(), tag })))
    }

    /// Writes to a key where nothing is; `None` where something is.
    pub(crate) async fn create<T: Serialize>(
        world: &World,
        key: &str,
        value: &T,
    ) -> Result<Option<Self>, Fault> {
        let tag = put(world, key, value, Condition::Absent).await?;
        Ok(tag.map(|tag| Self { key: key.to_owned(), tag }))
    }

    /// Writes again; `false` where somebody else has meanwhile.
    pub(crate) async fn replace<T: Serialize>(&mut self, world: &World, value: &T) -> Result<bool, Fault> {
        let tag = put(world, &self.key, value, Condition::Matches(self.tag.clone())).await?;
        Ok(tag.map(|tag| self.tag = tag).is_some())
    }

    /// Deletes it; `false` where somebody else has changed it meanwhile.
    pub(crate) async fn delete(self, world: &World) -> Result<bool, Fault> {
        patient(world, async || world.store.delete(&self.key, &self.tag).await).await
    }
}

/// Tries a call again as long as it can do better.
pub(crate) async fn patient<T>(world: &World, call: impl AsyncFn() -> Result<T, Fault>) -> Result<T, Fault> {
    for attempt in 1..ATTEMPTS {
        match call().await {
            Err(fault) if fault.passes() => world.clock.sleep(world.pause * attempt).await,
            result => return result,
        }
    }
    call().await
}

/// Writes under a condition. Each value says when and by whom it was written, so that one that is found where the
/// condition does not hold is ours, written by an attempt whose answer was lost.
async fn put<T: Serialize>(
    world: &World,
    key: &str,
    value: &T,
    condition: Condition,
) -> Result<Option<Tag>, Fault> {
    let content = serde_json::to_vec_pretty(value)
        .map_err(|error| Fault::new(Call::PutObject, FaultKind::Refused, error.to_string()))?;
    if let Some(tag) =
        patient(world, async || world.store.put(key, content.clone(), &condition).await).await?
    {
        return Ok(Some(tag));
    }
    match patient(world, async || world.store.get(key).await).await {
        Ok(found) => Ok(found.filter(|(found, _)| *found == content).map(|(_, tag)| tag)),
        // S3 tells those who may not list a bucket that they may not read what is not there.
        Err(fault) if fault.kind == FaultKind::Denied => Ok(None),
        Err(fault) => Err(fault),
    }
}
