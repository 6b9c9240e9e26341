//! The workflows that may deploy.

use std::str::FromStr;

/// The principals that a role trusts: the workflows of a repository on GitHub ("`OpenID` Connect reference" of its documentation).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    owner: Name,
    repository: Name,
    context: Context,
}

/// A name, and the number that stays when the name changes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    name: String,
    id: Option<String>,
}

/// The context in which a workflow must run.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Context {
    /// A branch or tag, as `refs/heads/main`.
    Reference(String),
    /// An environment of the repository: its rules say which branches may use it, and who approves.
    Environment(String),
}

// === impl Trust ===

impl Trust {
    /// The subjects of its tokens. Repositories that are new, renamed or transferred since July 2026 have their numbers
    /// in it, and the older ones do not. So both forms are trusted where the numbers are known.
    pub(super) fn subjects(&self) -> Vec<String> {
        let Self { owner, repository, context } = self;
        let context = match context {
            Context::Reference(reference) => format!("ref:{reference}"),
            Context::Environment(name) => format!("environment:{name}"),
        };
        let mut subjects = vec![format!("repo:{}/{}:{context}", owner.name, repository.name)];
        if let (Some(owner_id), Some(repository_id)) = (&owner.id, &repository.id) {
            let (owner, repository) = (&owner.name, &repository.name);
            subjects.push(format!("repo:{owner}@{owner_id}/{repository}@{repository_id}:{context}"));
        }
        subjects
    }
}

impl FromStr for Trust {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = || {
            "the trusted repository is written as github:OWNER/REPO or, with its numbers, github:OWNER@ID/REPO@ID, \
             and may end in :refs/heads/BRANCH or :environment:NAME"
                .to_owned()
        };
        let place = text.strip_prefix("github:").ok_or_else(form)?;
        let (repository, context) = place.split_once(':').unwrap_or((place, "main"));
        let (owner, name) = repository.split_once('/').ok_or_else(form)?;
        let (owner, repository) = (Name::read(owner).ok_or_else(form)?, Name::read(name).ok_or_else(form)?);
        // One number alone says nothing.
        if owner.id.is_some() != repository.id.is_some() {
            return Err(form());
        }
        let context = match context.strip_prefix("environment:") {
            Some(environment) => Context::Environment(environment.to_owned()),
            None if context.starts_with("refs/") => Context::Reference(context.to_owned()),
            None => Context::Reference(format!("refs/heads/{context}")),
        };
        let (Context::Reference(value) | Context::Environment(value)) = &context;
        if is_plain(value.trim_start_matches("refs/heads/")) {
            Ok(Self { owner, repository, context })
        } else {
            Err(form())
        }
    }
}

// === impl Name ===

impl Name {
    fn read(text: &str) -> Option<Self> {
        let (name, id) = match text.split_once('@') {
            Some((name, id)) if !id.is_empty() && id.chars().all(|digit| digit.is_ascii_digit()) => {
                (name, Some(id))
            }
            Some(_) => return None,
            None => (text, None),
        };
        (is_plain(name) && !name.contains('/'))
            .then(|| Self { name: name.to_owned(), id: id.map(str::to_owned) })
    }
}

/// Whether a text has no wildcard, which would trust all forks, or all repositories.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.contains(['*', '?', ':', ' '])
}
