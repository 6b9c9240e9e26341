//! The controls: every rule, broken on purpose, complains.

use std::fs;
use std::path::Path;

use crate::read;
use crate::rules::violations;
use crate::workspace::{Crate, Dependency, Kind, Rule, Shared, Workspace};

const CORE: &str = "ogrom-core";
const SQL: &str = "ogrom-sources-sql";

#[test]
fn a_workspace_that_keeps_the_rules_passes() {
    check(|_| (), &[]);
}

#[test]
fn a_normal_arrow_is_named() {
    check(
        |workspace| arrow(workspace, SQL, Kind::Normal, false),
        &["ogrom-core -> ogrom-sources-sql (core/Cargo.toml, normal): ogrom-core may see ogrom-protocols"],
    );
}

#[test]
fn an_optional_arrow_is_named() {
    check(
        |workspace| arrow(workspace, SQL, Kind::Normal, true),
        &["ogrom-core -> ogrom-sources-sql (core/Cargo.toml, optional): ogrom-core may see ogrom-protocols"],
    );
}

#[test]
fn a_build_arrow_is_named() {
    check(
        |workspace| arrow(workspace, SQL, Kind::Build, false),
        &["ogrom-core -> ogrom-sources-sql (core/Cargo.toml, build): ogrom-core may see ogrom-protocols"],
    );
}

#[test]
fn a_dev_arrow_is_named_unless_the_table_allows_it_to_tests() {
    check(|workspace| arrow(workspace, "ogrom-sources-memory", Kind::Dev, false), &[]);
    check(
        |workspace| arrow(workspace, SQL, Kind::Dev, false),
        &["ogrom-core -> ogrom-sources-sql (core/Cargo.toml, dev): \
           the tests of ogrom-core may see ogrom-protocols, ogrom-sources-memory"],
    );
    check(
        |workspace| arrow(workspace, "ogrom-sources-memory", Kind::Normal, false),
        &["ogrom-core -> ogrom-sources-memory (core/Cargo.toml, normal): ogrom-core may see ogrom-protocols"],
    );
}

#[test]
fn a_crate_that_may_see_none_of_ours_is_told_so() {
    check(
        |workspace| workspace.crates[0].dependencies.push(dependency(CORE, Kind::Normal)),
        &["ogrom-protocols -> ogrom-core (protocols/Cargo.toml, normal): \
           ogrom-protocols may see none of our crates"],
    );
}

#[test]
fn a_banned_foreign_crate_is_named() {
    let message = "ogrom-core -> sqlx (core/Cargo.toml, dev): [workspace.metadata.layers] bans it";
    check(|workspace| arrow(workspace, "sqlx", Kind::Dev, false), &[message]);
}

#[test]
fn a_crate_without_a_rule_is_named() {
    check(
        |workspace| workspace.crates.push(member("core/events")),
        &["ogrom-core-events: no rule in [workspace.metadata.layers]"],
    );
}

#[test]
fn a_rule_without_a_crate_is_named() {
    check(
        |workspace| {
            workspace.rules.insert("ogrom-gone".to_owned(), rule(&["ogrom-lost"], &[], &[]));
        },
        &[
            "[workspace.metadata.layers]: ogrom-gone is no crate of this workspace",
            "[workspace.metadata.layers]: ogrom-lost is no crate of this workspace",
        ],
    );
}

#[test]
fn a_package_that_is_not_named_after_its_path_is_named() {
    check(
        |workspace| workspace.crates[0].folder = "traits".to_owned(),
        &["traits/Cargo.toml: the package is named ogrom-protocols, not ogrom-traits"],
    );
}

#[test]
fn a_crate_with_lints_of_its_own_is_named() {
    check(
        |workspace| workspace.crates[0].inherits_lints = false,
        &["protocols/Cargo.toml: no `[lints] workspace = true`"],
    );
}

#[test]
fn a_dependency_with_a_version_of_its_own_is_named() {
    check(
        |workspace| {
            let own = Dependency { inherited: false, ..dependency("bytes", Kind::Normal) };
            workspace.crates[0].dependencies.push(own);
        },
        &["protocols/Cargo.toml: bytes does not come from [workspace.dependencies]"],
    );
}

#[test]
fn a_shared_crate_of_ours_without_path_or_version_is_named() {
    let share = |path: Option<&str>, version: Option<&str>| Shared {
        path: path.map(str::to_owned),
        version: version.map(str::to_owned),
    };
    let message = "Cargo.toml: ogrom-core in [workspace.dependencies] needs a version and path = \"core\"";
    for (path, version) in [(Some("core"), None), (None, Some("0.1.0")), (Some("cord"), Some("0.1.0"))] {
        check(
            |workspace| {
                workspace.shared.insert(CORE.to_owned(), share(path, version));
            },
            &[message],
        );
    }
}

#[test]
fn a_version_of_what_is_not_published_is_named() {
    check(
        |workspace| workspace.crates[1].is_published = false,
        &[
            "Cargo.toml: ogrom-core in [workspace.dependencies] needs no version, since it is not published, and \
           path = \"core\"",
        ],
    );
}

#[test]
fn an_arrow_written_into_a_manifest_is_found() {
    for (line, words) in [
        ("ogrom-sources-sql.workspace = true", "normal"),
        ("ogrom-sources-sql = { workspace = true, optional = true }", "optional"),
    ] {
        let copy = tempfile::tempdir().expect("a temporary folder");
        copy_manifests(ogrom_tests::root(), copy.path());
        let before = violations(&read::workspace(copy.path()));

        let manifest = copy.path().join("core/Cargo.toml");
        let text = fs::read_to_string(&manifest).expect("core has a manifest");
        fs::write(&manifest, text.replacen("[dependencies]\n", &format!("[dependencies]\n{line}\n"), 1))
            .expect("the manifest can be written");
        let mut after = violations(&read::workspace(copy.path()));

        after.retain(|violation| !before.contains(violation));
        let [found] = after.as_slice() else { panic!("one arrow was added, found {after:?}") };
        let arrow =
            format!("ogrom-core -> ogrom-sources-sql (core/Cargo.toml, {words}): ogrom-core may see ");
        assert!(found.starts_with(&arrow), "{found}");
    }
}

/// Copies the files that cargo needs to describe the workspace: the manifests, and an empty file for each target.
fn copy_manifests(from: &Path, to: &Path) {
    fs::copy(from.join("Cargo.toml"), to.join("Cargo.toml")).expect("the root manifest can be copied");
    for package in read::metadata(from).packages {
        let manifest = package.manifest_path.as_std_path();
        let copied = |file: &Path| to.join(file.strip_prefix(from).expect("a member is below the root"));
        for target in &package.targets {
            let source = copied(target.src_path.as_std_path());
            fs::create_dir_all(source.parent().expect("a file is in a folder"))
                .expect("a folder can be made");
            fs::write(source, "").expect("an empty file can be written");
        }
        fs::copy(manifest, copied(manifest)).expect("a manifest can be copied");
    }
}

/// Breaks a sound workspace and compares the complaints of the rules.
fn check(break_it: impl FnOnce(&mut Workspace), expected: &[&str]) {
    let mut workspace = sound();
    break_it(&mut workspace);
    assert_eq!(violations(&workspace), expected);
}

/// A small workspace that keeps every rule.
fn sound() -> Workspace {
    let mut core = member("core");
    core.dependencies.push(dependency("ogrom-protocols", Kind::Normal));
    core.dependencies.push(dependency("bytes", Kind::Normal));
    let mut run = member("run");
    run.dependencies.push(dependency(SQL, Kind::Normal));
    let crates = vec![member("protocols"), core, run, member("sources/memory"), member("sources/sql")];
    let rules = [
        ("ogrom-protocols", rule(&[], &[], &["serde"])),
        (CORE, rule(&["ogrom-protocols"], &["ogrom-sources-memory"], &["sqlx"])),
        ("ogrom-run", rule(&["all"], &[], &[])),
        ("ogrom-sources-memory", rule(&["ogrom-protocols"], &[], &[])),
        (SQL, rule(&["ogrom-protocols"], &[], &[])),
    ];
    let core = Shared { path: Some("core".to_owned()), version: Some("0.1.0".to_owned()) };
    Workspace {
        crates,
        rules: rules.into_iter().map(|(name, rule)| (name.to_owned(), rule)).collect(),
        shared: [(CORE.to_owned(), core), ("bytes".to_owned(), Shared::default())].into(),
    }
}

/// Adds an arrow to `ogrom-core`.
fn arrow(workspace: &mut Workspace, name: &str, kind: Kind, optional: bool) {
    workspace.crates[1].dependencies.push(Dependency { optional, ..dependency(name, kind) });
}

fn member(folder: &str) -> Crate {
    let name = format!("ogrom-{}", folder.replace('/', "-"));
    Crate {
        name,
        folder: folder.to_owned(),
        dependencies: Vec::new(),
        inherits_lints: true,
        is_published: true,
    }
}

fn dependency(name: &str, kind: Kind) -> Dependency {
    Dependency { name: name.to_owned(), kind, optional: false, inherited: true }
}

fn rule(sees: &[&str], dev: &[&str], bans: &[&str]) -> Rule {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Rule { sees: owned(sees), dev: owned(dev), bans: owned(bans), without: Vec::new() }
}
