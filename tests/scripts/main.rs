//! The scripts name what they need and cannot get, on a machine that has only the programs of a test.

mod machine;
mod setup;

use rustix::process::{Pid, Signal, kill_process};

use crate::machine::{Ended, Machine};

/// Knows packages once their lists are there; each installs a command of its own name.
const APT_GET: &str = r#"case $1 in
update) touch "$HOME/lists" ;;
*)
    for package; do :; done
    [ -e "$HOME/lists" ] || { echo "E: Unable to locate package $package" >&2; exit 100; }
    ln -s true "$HOME/bin/$package"
    ;;
esac"#;

/// Compiles the fuzzer until a signal ends it.
const COMPILING: &str = r#"case $* in
*--bin\ fuzz*)
    trap 'touch "$HOME/ended"; exit 1' TERM
    touch "$HOME/compiling"
    sleep 600 &
    wait
    ;;
esac"#;

const UNREACHABLE: &str = "echo 'no network' >&2; exit 100";

#[test]
fn a_package_is_installed_where_there_are_no_lists_and_these_are_fetched_once() {
    let machine = Machine::new();
    machine.has("apt-get", APT_GET);
    machine.run("test", &["attack"]).ends_with(0);
    assert_eq!(
        machine.calls("apt-get"),
        [
            "update --quiet=2",
            "install --yes --no-install-recommends sqlmap",
            "install --yes --no-install-recommends ffuf",
            "install --yes --no-install-recommends slowhttptest",
        ]
    );
}

#[test]
fn a_package_of_which_all_is_there_is_installed_without_a_network() {
    let machine = Machine::new();
    machine.has("apt-get", &APT_GET.replace(r#"touch "$HOME/lists""#, UNREACHABLE));
    std::fs::write(machine.path("lists"), "").expect("the folder can be written to");
    machine.run("test", &["attack"]).ends_with(0);
}

#[test]
fn where_nothing_is_missing_nothing_is_installed() {
    let machine = Machine::new();
    for command in ["sqlmap", "ffuf", "slowhttptest"] {
        machine.has(command, "");
    }
    machine.has("apt-get", UNREACHABLE);
    machine.run("test", &["attack"]).ends_with(0);
    assert_eq!(machine.calls("apt-get"), [""; 0]);
}

#[test]
fn what_apt_cannot_install_is_told_with_the_step_that_needs_it() {
    let machine = Machine::new();
    machine.has("apt-get", UNREACHABLE);
    let ended = machine.run("test", &["attack"]);
    ended.ends_with(2);
    ended.says("no network");
    ended.says("the step 'attack' needs sqlmap from the package sqlmap, and this could not install it:");
    ended.says("apt-get install --yes --no-install-recommends sqlmap");
    ended.says("name a proxy (http_proxy, https_proxy) or a mirror (/etc/apt/sources.list)");
}

#[test]
fn what_only_root_may_install_is_told_with_the_step_that_needs_it() {
    let machine = Machine::new();
    machine.has("apt-get", APT_GET);
    machine.has("id", "echo 1000");
    let ended = machine.run("test", &["attack"]);
    ended.ends_with(2);
    ended.says("the step 'attack' needs sqlmap: install it, on Debian: apt-get install sqlmap");
}

#[test]
fn what_cargo_cannot_download_is_told_with_the_step_that_needs_it() {
    let machine = Machine::new();
    machine.has("cargo", &format!("[ \"$1\" != fetch ] || {{ {UNREACHABLE}; }}"));
    let ended = machine.run("test", &["format", "lint"]);
    ended.ends_with(2);
    ended.says("no network");
    ended.says("the step 'lint' needs the crates that Cargo.lock names, and this could not install it:");

    machine.has(
        "cargo",
        &format!("[ \"$1\" = fetch ] || [ \"$2\" = --version -a \"$1\" != deny ] || {{ {UNREACHABLE}; }}"),
    );
    let ended = machine.run("test", &["dependencies"]);
    ended.ends_with(2);
    ended.says("the step 'dependencies' needs cargo-deny, and this could not install it: cargo install");
}

#[test]
fn what_rustup_cannot_install_is_told_with_the_step_that_needs_it() {
    let machine = Machine::new();
    machine.has("cargo", "[ \"$1\" != clippy ]");
    machine.has("rustup", UNREACHABLE);
    let ended = machine.run("test", &["lint"]);
    ended.ends_with(2);
    ended.says("needs clippy, and this could not install it: rustup component add clippy");
}

#[test]
fn what_npm_cannot_install_is_told_with_the_step_that_needs_it() {
    let machine = Machine::new();
    machine.has("npm", UNREACHABLE);
    let ended = machine.run("test", &["browser"]);
    ended.ends_with(2);
    ended.says("no network");
    ended.says(
        "the step 'browser' needs what tests/browser/package.json names, and this could not install it: npm",
    );
    ended.says("name a proxy (http_proxy, https_proxy) or a mirror (npm_config_registry)");
}

#[test]
fn a_node_that_is_too_old_is_told_with_the_step_that_needs_another() {
    let machine = Machine::new();
    machine.has("chromium", "");
    for (version, code) in [("v18.19.0", 2), ("v20.2.0", 2), ("v20.3.0", 0), ("v22.1.0", 0)] {
        machine.has("node", &format!("echo {version}"));
        let ended = machine.run("test", &["browser"]);
        ended.ends_with(code);
        if code == 2 {
            let words = format!("the step 'browser' needs Node.js 20.3 or newer, and this is {version}");
            ended.says(&words);
        }
    }
}

#[test]
fn what_pip_cannot_install_is_told_with_the_step_that_needs_it() {
    let machine = Machine::new();
    // Makes an environment with a pip that has no network.
    machine.has(
        "python3",
        "[ \"$2\" = venv ] || exit 0; mkdir -p \"$4/bin\" && ln -s \"$HOME/bin/pip\" \"$4/bin/pip\"",
    );
    machine.has("pip", UNREACHABLE);
    let ended = machine.run("test", &["beanstalk"]);
    ended.ends_with(2);
    ended.says("no network");
    ended.says("the step 'beanstalk' needs what tests/beanstalk/requirements.txt names, and this could not install it:");

    let ended = machine.run("run/clients/regenerate", &["python"]);
    ended.ends_with(2);
    ended.says("no network");
    ended.says("the clients need what run/clients/requirements.txt names, and this could not install it:");
}

#[test]
fn what_npm_cannot_install_for_the_clients_is_told() {
    let machine = Machine::new();
    machine.has("npm", UNREACHABLE);
    let ended = machine.run("run/clients/regenerate", &["typescript"]);
    ended.ends_with(2);
    ended.says("no network");
    ended.says(
        "the clients need what run/clients/typescript/package.json names, and this could not install it: npm",
    );
}

#[test]
fn what_is_deployed_has_a_profile_of_its_own() {
    let machine = Machine::new();
    machine.run("docker/bundle", &[]).ends_with(0);
    let build =
        "build --locked --profile dist --target x86_64-unknown-linux-gnu --package ogrom-run".to_owned();
    assert!(machine.calls("cargo").contains(&build), "{:?}", machine.calls("cargo"));
}

#[test]
fn what_cargo_cannot_download_for_a_bundle_is_told() {
    let machine = Machine::new();
    machine.has("cargo", UNREACHABLE);
    let ended = machine.run("docker/bundle", &[]);
    ended.ends_with(2);
    ended.says("no network");
    ended.says("the program needs the crates that Cargo.lock names, and cargo could not download them");
}

#[test]
fn steps_run_beside_each_other_and_each_is_told_with_its_output() {
    let machine = Machine::new();
    machine.has("chromium", "");
    machine.has("npm", "[ \"$4\" != test ] || echo 'the page works'");
    let ended = machine.run("test", &["docs", "browser"]);
    ended.ends_with(0);
    ended.says("\nthe page works\n    browser: ");
    ended.says("==> all good");
}

#[test]
fn a_step_that_fails_ends_the_one_beside_it() {
    let machine = Machine::new();
    machine.has("chromium", "");
    machine.has("cargo", COMPILING);
    machine.has(
        "npm",
        r#"[ "$4" = test ] || exit 0
while ! [ -e "$HOME/compiling" ]; do sleep 0.01; done
echo 'the page is blank'
exit 1"#,
    );
    let ended = machine.run("test", &["fuzz", "browser"]);
    ended.ends_with(1);
    ended.says("\nthe page is blank\n");
    ended.says("==> FAILED at browser");
    machine.makes("ended");
}

#[test]
fn a_signal_ends_what_runs_beside_the_script() {
    let machine = Machine::new();
    machine.has("cargo", COMPILING);
    let script = machine.start("test", &["docs", "fuzz"]);
    machine.makes("compiling");
    kill_process(Pid::from_child(&script), Signal::TERM).expect("the script runs");
    let ended = Ended::of(script);
    ended.ends_with(143);
    ended.says("==> FAILED");
    machine.makes("ended");
}
