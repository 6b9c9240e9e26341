//! Runs a target of fuzzing: with generated inputs if `./test fuzz` builds this, else with the given files.
//!
//! The fuzzer is libFuzzer, which has a `main` of its own and reads the flags with one dash. Those with two are read
//! here: `--target=NAME`, and `--seeds=FOLDER`, to which the seeds are written before the fuzzer looks for any.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
mod fuzzing {
    use std::{env, path::Path, sync::LazyLock};

    use ogrom_tests::fuzz::Target;

    static TARGET: LazyLock<Target> = LazyLock::new(|| {
        let option =
            |name: &str| env::args().find_map(|argument| Some(argument.strip_prefix(name)?.to_owned()));
        let name = option("--target=").expect("no --target");
        let target = Target::named(&name).unwrap_or_else(|| panic!("there is no target '{name}'"));
        if let Some(folder) = option("--seeds=") {
            target.write_seeds(Path::new(&folder)).expect("the seeds can be written");
        }
        target
    });

    libfuzzer_sys::fuzz_target!(init: LazyLock::force(&TARGET), |bytes: &[u8]| (TARGET.run)(bytes));
}

/// Runs a target on files: `fuzz TARGET FILE…`. One that breaks a promise ends this with its panic.
#[cfg(not(fuzzing))]
fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let target = ogrom_tests::fuzz::Target::named(&name);
    let target = target.ok_or_else(|| std::io::Error::other(format!("there is no target '{name}'")))?;
    for file in arguments {
        (target.run)(&std::fs::read(file)?);
    }
    Ok(())
}
