//! Follows a file of keys: what changes there is trusted from then on.

use std::{
    error::Error,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Weak},
    time::{Duration, SystemTime},
};

use metrics::{Counter, counter, describe_counter};
use ogrom_core::scope::Scope;
use ogrom_protocols::Clock;
use tokio::{task::spawn_blocking, time::sleep};

use super::{IdentityOptions, Jwts};

/// Counts how often the file of keys was read again, by `outcome`: `trusted`, or `failed` where the keys stay as they were.
pub const RELOADS: &str = "ogrom_jwt_key_reloads_total";

/// How often it is looked whether the file has changed.
const EVERY: Duration = Duration::from_secs(1);

/// The state of a file, which differs if it was written to or replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    modified: Option<SystemTime>,
    length: u64,
    #[cfg(unix)]
    inode: u64,
}

/// How often the file was read again. Made with the recorder that the process has by then.
struct Reloads {
    trusted: Counter,
    failed: Counter,
}

/// Keys that a service cannot start with.
#[derive(Debug, thiserror::Error)]
#[error("the keys of tokens in '{}' cannot be used", .file.display())]
pub struct UnusableKeys {
    file: PathBuf,
    #[source]
    cause: Box<dyn Error + Send + Sync>,
}

/// The JWTs that are taken by these options, if any are, in a service of these scopes. Follows the file of their keys for as
/// long as they are there.
pub fn watch(
    options: &IdentityOptions,
    scopes: &'static [Scope],
    clock: Arc<dyn Clock>,
) -> Result<Option<Arc<Jwts>>, UnusableKeys> {
    let Some(jwts) = read(options, scopes, clock)?.map(Arc::new) else { return Ok(None) };
    if let Some(file) = options.jwt_keys.clone() {
        tokio::spawn(follow(file.into(), Arc::downgrade(&jwts), Reloads::default()));
    }
    Ok(Some(jwts))
}

/// The JWTs that are taken by these options, as their keys are now.
pub fn read(
    options: &IdentityOptions,
    scopes: &'static [Scope],
    clock: Arc<dyn Clock>,
) -> Result<Option<Jwts>, UnusableKeys> {
    let Some(rules) = options.rules(scopes) else { return Ok(None) };
    let file = options.jwt_keys.as_deref().unwrap_or(Path::new(""));
    let unusable = |cause: Box<dyn Error + Send + Sync>| UnusableKeys { file: file.to_owned(), cause };
    let set = options.jwt_keys.as_ref().map(fs::read_to_string).transpose();
    let set = set.map_err(|error| unusable(error.into()))?;
    let jwts = Jwts::new(rules, options.jwt.secret.clone(), set.as_deref(), clock);
    jwts.map(Some).map_err(|error| unusable(error.into()))
}

/// Gives what is in this file to `jwts` whenever it has changed. A file that is broken or gone changes nothing but the log,
/// where it is told once.
async fn follow(file: Arc<Path>, jwts: Weak<Jwts>, reloads: Reloads) {
    // The start may have read an older state, so that the file is read once more.
    let mut known = None;
    loop {
        let (path, before) = (Arc::clone(&file), known.clone());
        let Ok((state, text)) = spawn_blocking(move || changed(&path, before.as_ref())).await else { return };
        known = Some(state);
        let Some(jwts) = jwts.upgrade() else { return };
        let trusted = text.map(|text| Ok::<_, Box<dyn Error + Send + Sync>>(jwts.trust(&text?)?));
        drop(jwts);
        match trusted {
            Some(Ok(())) => {
                reloads.trusted.increment(1);
                tracing::info!(file = %file.display(), "the keys of tokens were read");
            }
            Some(Err(error)) => {
                reloads.failed.increment(1);
                tracing::error!(file = %file.display(), %error, "the keys of tokens stay as they were");
            }
            None => {}
        }
        sleep(EVERY).await;
    }
}

/// The state of a file, or `None` for one that cannot be looked at; and what is in it, where that is another state than
/// before.
fn changed(path: &Path, before: Option<&Option<State>>) -> (Option<State>, Option<io::Result<String>>) {
    // The state comes first: what is written after it makes another one.
    let state = state(path);
    let text = || fs::read_to_string(path);
    let changed = before != Some(&state);
    (state, changed.then(text))
}

fn state(path: &Path) -> Option<State> {
    let file = fs::metadata(path).ok()?;
    Some(State {
        modified: file.modified().ok(),
        length: file.len(),
        #[cfg(unix)]
        inode: std::os::unix::fs::MetadataExt::ino(&file),
    })
}

// === impl Reloads ===

impl Default for Reloads {
    fn default() -> Self {
        describe_counter!(RELOADS, "Readings of the file of keys since the start, by what came of them");
        let counted = |outcome| counter!(RELOADS, "outcome" => outcome);
        Self { trusted: counted("trusted"), failed: counted("failed") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_when_it_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("keys.json"), folder.path().join("other.json"));
        fs::write(&path, "one").unwrap();
        let (first, text) = changed(&path, None);
        assert_eq!(text.unwrap().unwrap(), "one");
        assert!(changed(&path, Some(&first)).1.is_none());
        // Of the same length and, perhaps, of the same moment.
        fs::write(&other, "two").unwrap();
        fs::rename(&other, &path).unwrap();
        let (second, text) = changed(&path, Some(&first));
        assert_eq!(text.unwrap().unwrap(), "two");
        fs::remove_file(&path).unwrap();
        let (gone, text) = changed(&path, Some(&second));
        assert!(gone.is_none() && text.unwrap().is_err());
        assert!(changed(&path, Some(&gone)).1.is_none(), "it is told once");
    }
}
