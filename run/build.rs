//! Tells the program what it is built of: the compiler, and the versions of our crates as the lock file has them.

use std::{env, error::Error, fs, process::Command};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../Cargo.lock");
    #[expect(clippy::disallowed_methods, reason = "this is how cargo names the compiler")]
    let compiler = env::var("RUSTC")?;
    let rust = String::from_utf8(Command::new(compiler).arg("--version").output()?.stdout)?;
    println!("cargo::rustc-env=BUILT_RUST={}", rust.trim());
    let lock = fs::read_to_string("../Cargo.lock")?;
    let named = |package: &str| {
        let value = |key: &str| package.lines().find_map(|line| line.strip_prefix(key)?.strip_suffix('"'));
        let (name, version) = (value("name = \"")?, value("version = \"")?);
        // Crates for tests, deployment and examples are no part of the service.
        let beside = ["ogrom-tests", "ogrom-docker", "ogrom-core-examples", "ogrom-server-examples"]
            .iter()
            .any(|prefix| name.starts_with(prefix));
        let ours = name.starts_with("ogrom-") && !beside && !name.ends_with("-contract");
        ours.then(|| format!("{name} {version}"))
    };
    let ours: Vec<_> = lock.split("[[package]]").filter_map(named).collect();
    println!("cargo::rustc-env=BUILT_CRATES={}", ours.join(","));
    Ok(())
}
