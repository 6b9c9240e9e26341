//! The bucket, as this simulation has it.

use std::path::Path;

use async_trait::async_trait;

use super::{Object, Sim, State};
use crate::{Call, Condition, Fault, FaultKind, Store, Tag};

#[async_trait]
impl Store for Sim {
    async fn get(&self, key: &str) -> Result<Option<(Vec<u8>, Tag)>, Fault> {
        self.call(Call::GetObject, |state| {
            bucket_of(state, Call::GetObject)?;
            let object = state.objects.get(key);
            Ok(object.map(|object| (object.bytes.clone(), Tag(object.tag.to_string()))))
        })
        .await
    }

    async fn put(&self, key: &str, bytes: Vec<u8>, condition: &Condition) -> Result<Option<Tag>, Fault> {
        self.call(Call::PutObject, |state| {
            bucket_of(state, Call::PutObject)?;
            let there = state.objects.get(key).map(|object| object.tag.to_string());
            let holds = match condition {
                Condition::Absent => there.is_none(),
                Condition::Matches(Tag(tag)) => there.as_ref() == Some(tag),
            };
            Ok(holds.then(|| write(state, key, bytes, None)))
        })
        .await
    }

    async fn delete(&self, key: &str, Tag(tag): &Tag) -> Result<bool, Fault> {
        self.call(Call::DeleteObject, |state| {
            let matches = state.objects.get(key).is_some_and(|object| object.tag.to_string() == *tag);
            Ok(matches && state.objects.remove(key).is_some())
        })
        .await
    }

    async fn upload(&self, key: &str, _: &Path, digest: &str) -> Result<bool, Fault> {
        self.call(Call::PutObject, |state| {
            if state.objects.contains_key(key) {
                return Ok(false);
            }
            write(state, key, Vec::new(), Some(digest.to_owned()));
            Ok(true)
        })
        .await
    }

    async fn digest(&self, key: &str) -> Result<Option<String>, Fault> {
        self.call(Call::GetObject, |state| {
            Ok(state.objects.get(key).and_then(|object| object.digest.clone()))
        })
        .await
    }
}

/// A fault if there is no bucket.
fn bucket_of(state: &State, call: Call) -> Result<(), Fault> {
    let absent =
        || Fault::new(call, FaultKind::NoBucket, "NoSuchBucket: The specified bucket does not exist");
    if state.without_bucket { Err(absent()) } else { Ok(()) }
}

fn write(state: &mut State, key: &str, bytes: Vec<u8>, digest: Option<String>) -> Tag {
    let tag = state.next_tag();
    state.objects.insert(key.to_owned(), Object { bytes, tag, digest });
    Tag(tag.to_string())
}
