//! The rules, over plain data: the mistakes of a workspace, one sentence each.

use crate::workspace::{Crate, Dependency, Kind, Rule, Workspace};

/// The table that holds the rules, for messages.
const TABLE: &str = "[workspace.metadata.layers]";

/// Everything that breaks a rule.
pub(crate) fn violations(workspace: &Workspace) -> Vec<String> {
    let mut found: Vec<String> =
        workspace.crates.iter().flat_map(|member| crate_violations(workspace, member)).collect();
    found.extend(stale_rules(workspace));
    found
}

/// The mistakes of one crate.
fn crate_violations(workspace: &Workspace, member: &Crate) -> Vec<String> {
    let mut found = Vec::new();
    found.extend(misnamed(member));
    found.extend(unlinted(member));
    found.extend(unshared(workspace, member));
    found.extend(member.dependencies.iter().filter_map(|dependency| uninherited(member, dependency)));
    match workspace.rules.get(&member.name) {
        None => found.push(format!("{}: no rule in {TABLE}", member.name)),
        Some(rule) => found
            .extend(member.dependencies.iter().filter_map(|arrow| forbidden(workspace, member, rule, arrow))),
    }
    found
}

/// A package is named after its path.
fn misnamed(member: &Crate) -> Option<String> {
    let expected = format!("ogrom-{}", member.folder.replace('/', "-"));
    (member.name != expected)
        .then(|| format!("{}: the package is named {}, not {expected}", member.manifest(), member.name))
}

/// The lints are those of the workspace.
fn unlinted(member: &Crate) -> Option<String> {
    (!member.inherits_lints).then(|| format!("{}: no `[lints] workspace = true`", member.manifest()))
}

/// The place and version of our crates are written once. An unpublished crate has no version. A registry could not
/// find one, and cargo omits a test dependency of a library if it has none.
fn unshared(workspace: &Workspace, member: &Crate) -> Option<String> {
    let Crate { name, folder, is_published, .. } = member;
    let shared = workspace.shared.get(name)?;
    let complete = shared.path.as_ref() == Some(folder) && shared.version.is_some() == *is_published;
    let version = if *is_published { "a version" } else { "no version, since it is not published," };
    (!complete).then(|| {
        format!("Cargo.toml: {name} in [workspace.dependencies] needs {version} and path = \"{folder}\"")
    })
}

/// Versions are written once.
fn uninherited(member: &Crate, dependency: &Dependency) -> Option<String> {
    (!dependency.inherited).then(|| {
        format!("{}: {} does not come from [workspace.dependencies]", member.manifest(), dependency.name)
    })
}

/// The arrow is allowed, to one of our crates or to a foreign one.
fn forbidden(workspace: &Workspace, member: &Crate, rule: &Rule, arrow: &Dependency) -> Option<String> {
    let ours = workspace.crates.iter().any(|other| other.name == arrow.name);
    let reason = if ours && !rule.allows(&arrow.name, arrow.kind) {
        permission(member, rule, arrow.kind)
    } else if rule.bans.contains(&arrow.name) {
        format!("{TABLE} bans it")
    } else {
        return None;
    };
    Some(format!("{} -> {} ({}, {}): {reason}", member.name, arrow.name, member.manifest(), arrow.words()))
}

/// The crates that a crate may see, in words.
fn permission(member: &Crate, rule: &Rule, kind: Kind) -> String {
    let who = if kind == Kind::Dev { "the tests of " } else { "" };
    let seen: Vec<&str> = rule.seen(kind).collect();
    let seen = if seen.is_empty() { "none of our crates".to_owned() } else { seen.join(", ") };
    format!("{who}{} may see {seen}", member.name)
}

/// Every name in the table is a crate.
fn stale_rules(workspace: &Workspace) -> impl Iterator<Item = String> {
    let known = |name: &str| name == "all" || workspace.crates.iter().any(|member| member.name == name);
    workspace
        .rules
        .iter()
        .flat_map(|(name, rule)| std::iter::once(name.as_str()).chain(rule.seen(Kind::Dev)))
        .filter(move |name| !known(name))
        .map(|name| format!("{TABLE}: {name} is no crate of this workspace"))
}
