//! The data directory that every server begins with, made once.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

/// The place of the template and its files; not in git.
pub(crate) fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools/mariadb");
    fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    folder
}

/// A short name for this checkout, which is the same in all processes.
pub(crate) fn name_of_checkout() -> String {
    let mut hasher = DefaultHasher::new();
    env!("CARGO_MANIFEST_DIR").hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Copies the template, in place of any earlier copy.
pub(crate) fn copy_to(directory: &Path) {
    let template = template();
    let _ = fs::remove_dir_all(directory);
    fs::create_dir_all(directory.join("tmp"))
        .unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    run(Command::new("cp")
        .args(["--recursive", "--sparse=always"])
        .arg(template)
        .arg(directory.join("data")));
}

/// The server runs as the user of the tests; as root, it insists on an explicit user.
pub(crate) fn as_this_user() -> Option<&'static str> {
    let output = Command::new("id").arg("--user").output().expect("there are core utilities");
    (output.stdout == b"0\n").then_some("--user=root")
}

/// The template, which is made beside its place, so that one that is there is whole.
fn template() -> PathBuf {
    let template = folder().join(format!("data-{}", version()));
    if !template.exists() {
        let beside = template.with_extension(format!("new-{}", std::process::id()));
        let _ = fs::remove_dir_all(&beside);
        let mut install = Command::new("mariadb-install-db");
        install.args(["--no-defaults", "--skip-test-db", "--skip-name-resolve"]);
        install.args(["--auth-root-authentication-method=normal", "--innodb-log-file-size=64M"]);
        install.arg(format!("--datadir={}", beside.display())).args(as_this_user());
        run(&mut install);
        if fs::rename(&beside, &template).is_err() {
            // Another test was faster.
            fs::remove_dir_all(&beside).expect("it was made just now");
        }
    }
    template
}

/// The version of the server, so that another one gets a template of its own.
fn version() -> String {
    let output = Command::new("mariadbd").arg("--version").output().unwrap_or_else(|error| {
        panic!("mariadbd cannot be run: {error}. Install it, on Debian: apt-get install mariadb-server")
    });
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let words = text.split_once("Ver ").map_or("", |(_, version)| version);
    words.split(' ').next().unwrap_or_default().to_owned()
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said =
        || String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{command:?}: {}", said());
}
