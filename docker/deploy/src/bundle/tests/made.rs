//! A bundle is read as it was made, and is the same every time.

use std::{env, fs, os::unix::fs::PermissionsExt, path::Path};

use zip::{DateTime, ZipArchive};

use super::{COMMIT, args, folder};
use crate::bundle::{Bundle, Linked, Nginx, run};

#[test]
fn a_bundle_that_was_made_is_read_back() {
    let scratch = tempfile::tempdir().unwrap();
    let made = run(&args(&scratch)).unwrap();
    assert_eq!(made, Bundle::read(&made.path).unwrap());
    assert_eq!(made.label, format!("1.2.3-0123456789ab-{}", &made.sha256[..8]));
    assert_eq!(made.path, scratch.path().join("bundles").join(format!("{}.zip", made.label)));
    assert_eq!(made.size, fs::metadata(&made.path).unwrap().len());
    assert_eq!((made.release.version.as_str(), made.release.commit.as_str()), ("1.2.3", COMMIT));
    assert_eq!((made.program.linked, &made.nginx), (Linked::Statically, &Nginx::Parsed));
}

#[test]
fn its_files_are_sorted_without_a_time_and_only_the_program_can_be_run() {
    let scratch = tempfile::tempdir().unwrap();
    let bundle = run(&args(&scratch)).unwrap();
    let mut zip = ZipArchive::new(fs::File::open(bundle.path).unwrap()).unwrap();
    let mut found = Vec::new();
    for index in 0..zip.len() {
        let entry = zip.by_index(index).unwrap();
        assert_eq!(entry.last_modified(), Some(DateTime::DEFAULT));
        found.push((entry.name().unwrap().into_owned(), entry.unix_mode().unwrap()));
    }
    let expected = [
        (".ebextensions/10-service.config", 0o100_644),
        (".ebextensions/20-health.config", 0o100_644),
        (".ebextensions/30-deployment.config", 0o100_644),
        (".ebextensions/40-logs.config", 0o100_644),
        (".ebextensions/50-balancer.config", 0o100_644),
        (".ebextensions/60-database.config", 0o100_644),
        (".platform/nginx/conf.d/10-limits.conf", 0o100_644),
        ("Dockerfile", 0o100_644),
        ("ogrom", 0o100_755),
        ("ogrom.json", 0o100_644),
    ];
    assert_eq!(found, expected.map(|(name, mode)| (name.to_owned(), mode)));
}

#[test]
fn the_same_files_make_the_same_bundle_byte_for_byte() {
    let scratch = tempfile::tempdir().unwrap();
    let mut args = args(&scratch);
    let first = run(&args).unwrap();
    // Another folder, written later and with other modes, in another order.
    args.folder = scratch.path().join("copy");
    copy(&folder(), &args.folder);
    args.output = scratch.path().join("again");
    let second = run(&args).unwrap();
    assert_eq!(first.path.file_name(), second.path.file_name());
    assert!(fs::read(&first.path).unwrap() == fs::read(&second.path).unwrap());

    fs::write(
        args.folder.join("Dockerfile"),
        fs::read_to_string(folder().join("Dockerfile")).unwrap() + "\n",
    )
    .unwrap();
    let third = run(&args).unwrap();
    assert_ne!(first.label, third.label);
}

#[test]
fn a_bundle_by_another_name_is_refused_with_both() {
    let scratch = tempfile::tempdir().unwrap();
    let bundle = run(&args(&scratch)).unwrap();
    let renamed = scratch.path().join("latest.zip");
    fs::rename(&bundle.path, &renamed).unwrap();
    assert_eq!(
        Bundle::read(&renamed).unwrap_err().to_string(),
        format!("the bundle is wrong:\n{}: its name must be {}.zip", renamed.display(), bundle.label),
    );
}

#[test]
fn what_is_no_zip_is_refused() {
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("some.zip");
    for bytes in [None, Some("no zip")] {
        if let Some(bytes) = bytes {
            fs::write(&path, bytes).unwrap();
        }
        let error = Bundle::read(&path).unwrap_err().to_string();
        assert!(error.starts_with(&format!("the bundle is wrong:\n{}: ", path.display())), "{error}");
    }
}

#[test]
fn a_dynamic_program_is_only_for_rehearsals() {
    let scratch = tempfile::tempdir().unwrap();
    let mut args = args(&scratch);
    args.binary = env::current_exe().unwrap();
    assert_eq!(
        run(&args).unwrap_err().to_string(),
        "the bundle is wrong:\n\
         ogrom: is linked dynamically: build it with RUSTFLAGS='-C target-feature=+crt-static'",
    );
    assert!(!args.output.exists());
    args.allow_dynamic = true;
    let made = run(&args).unwrap();
    assert_eq!(Bundle::read(&made.path).unwrap().program.linked, Linked::Dynamically);
}

/// Copies the newest name first, and gives all permissions to all.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let mut entries: Vec<_> = fs::read_dir(from).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.file_name()));
    for entry in entries {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
            fs::set_permissions(&target, fs::Permissions::from_mode(0o777)).unwrap();
        }
    }
}
