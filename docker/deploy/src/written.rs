//! The two records in the bucket, the lock and the journal, read without any change.

use serde::de::DeserializeOwned;

use crate::{
    Abort, Fault, FaultKind, Ports, Run, Settings,
    journal::{Journal, Page},
    lock::Holder,
    record::{Record, Unreadable},
};

/// The records in the bucket.
pub(crate) struct Written {
    pub(crate) lock: Entry<Holder>,
    pub(crate) journal: Entry<Journal>,
}

/// A record, as far as this caller and this version of the tool can read it.
pub(crate) enum Entry<T> {
    /// There is none.
    Absent,
    /// There is none, or the caller may not read it: for a caller who may not list a bucket, S3 reports an object that
    /// does not exist as forbidden.
    Hidden,
    /// There is one, and this version of the tool cannot read it.
    Unreadable(Unreadable),
    /// It is this one.
    Is(T),
}

/// Reads both. The error is of the first that could not be requested.
pub(crate) async fn written(ports: &Ports, settings: &Settings) -> Result<Written, Fault> {
    let page = match entry::<Page>(ports, &settings.journal_key()).await? {
        Entry::Absent | Entry::Hidden => old_journal(ports, settings).await?,
        page => page,
    };
    let journal = match page {
        Entry::Is(page) => Option::from(page).map_or(Entry::Absent, Entry::Is),
        Entry::Absent => Entry::Absent,
        Entry::Hidden => Entry::Hidden,
        Entry::Unreadable(why) => Entry::Unreadable(why),
    };
    Ok(Written { lock: entry(ports, &settings.lock_key()).await?, journal })
}

/// The journal that an older version of the tool wrote for all environments of the application, if it is of these.
pub(crate) async fn old_journal(ports: &Ports, settings: &Settings) -> Result<Entry<Page>, Fault> {
    Ok(match entry::<Page>(ports, &settings.old_journal_key()).await? {
        Entry::Is(Page::Written(journal)) if settings.are_of(&journal) => Entry::Is(Page::Written(journal)),
        Entry::Hidden => Entry::Hidden,
        _ => Entry::Absent,
    })
}

async fn entry<T: DeserializeOwned>(ports: &Ports, key: &str) -> Result<Entry<T>, Fault> {
    match Record::read(ports, key).await {
        Ok(None) => Ok(Entry::Absent),
        Ok(Some((Ok(value), _))) => Ok(Entry::Is(value)),
        Ok(Some((Err(why), _))) => Ok(Entry::Unreadable(why)),
        Err(fault) if fault.kind == FaultKind::Denied => Ok(Entry::Hidden),
        Err(fault) => Err(fault),
    }
}

// === impl Run ===

impl Run<'_> {
    /// The records, or why the bucket cannot be used.
    pub(crate) async fn written(&self) -> Result<Written, Abort> {
        written(self.ports, self.settings).await.map_err(|fault| self.stopped_by(&fault))
    }
}

// === impl Entry ===

impl<T> Entry<T> {
    /// The record, if it is there and can be read.
    pub(crate) fn known(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            _ => None,
        }
    }

    /// Why nothing is known of the record, if it may be there.
    pub(crate) fn unknown(&self) -> Option<String> {
        match self {
            Self::Absent | Self::Is(_) => None,
            Self::Hidden => Some("there is none, or none that may be read".to_owned()),
            Self::Unreadable(why) => Some(format!("cannot be read: {why}")),
        }
    }
}
