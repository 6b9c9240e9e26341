//! Versions to deploy: one binary, in which each copy has a commit of its own.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The commit that the binary reports: see `build.rs`.
const PLACEHOLDER: &str = env!("BUILD_COMMIT");

/// Programs that a rehearsal runs.
#[derive(Debug, Clone, Copy)]
pub struct Programs {
    /// The service.
    pub service: &'static str,
    /// The tool that deploys it.
    pub deployer: &'static str,
    /// The double of Elastic Beanstalk.
    pub beanstalk: &'static str,
}

/// A version that can be deployed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The commit that it reports.
    pub commit: String,
    /// Its label.
    pub label: String,
    /// Its bundle.
    pub bundle: PathBuf,
}

/// Makes versions.
#[derive(Debug)]
pub struct Versions {
    programs: Programs,
    folder: PathBuf,
    /// The service without debug symbols.
    service: Vec<u8>,
}

// === impl Versions ===

impl Versions {
    /// Makes them in this folder.
    pub fn new(programs: Programs, folder: &Path) -> Self {
        let stripped = folder.join("stripped");
        let mut strip = Command::new("strip");
        let status = strip.arg("-o").arg(&stripped).arg(programs.service).status();
        assert!(status.is_ok_and(|status| status.success()), "binutils bring strip");
        let service = fs::read(&stripped).unwrap_or_else(|error| panic!("{error}"));
        Self { programs, folder: folder.to_owned(), service }
    }

    /// The version of this number: its commit is that digit over and over.
    pub fn number(&self, number: u32) -> Version {
        let commit = format!("{number:x}").repeat(PLACEHOLDER.len())[..PLACEHOLDER.len()].to_owned();
        let mut service = self.service.clone();
        let places = replace(&mut service, PLACEHOLDER.as_bytes(), commit.as_bytes());
        assert!(places > 0, "the service does not say which commit it was built from");
        self.version(commit, &service)
    }

    /// A version whose program ends immediately.
    pub fn broken(&self) -> Version {
        let program = fs::read("/bin/false").unwrap_or_else(|error| panic!("{error}"));
        self.version("b".repeat(PLACEHOLDER.len()), &program)
    }

    fn version(&self, commit: String, program: &[u8]) -> Version {
        let binary = self.folder.join(format!("ogrom-{commit:.8}"));
        fs::write(&binary, program).unwrap_or_else(|error| panic!("{error}"));
        let settings = ogrom_tests::root().join("docker/beanstalk");
        let mut bundle = Command::new(self.programs.deployer);
        bundle.args(["bundle", "--allow-dynamic", "--version", "0.1.0", "--commit", &commit]);
        bundle.arg("--binary").arg(&binary).arg("--folder").arg(settings).arg("--output").arg(&self.folder);
        let output = bundle.output().unwrap_or_else(|error| panic!("{error}"));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let bundle = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        let label = bundle.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Version { commit, label, bundle }
    }
}

/// Replaces one text by another one of the same length, in all places, and counts them.
fn replace(bytes: &mut [u8], old: &[u8], new: &[u8]) -> usize {
    let (mut from, mut places) = (0, 0);
    while let Some(start) = bytes[from..].windows(old.len()).position(|window| window == old) {
        bytes[from + start..][..old.len()].copy_from_slice(new);
        from += start + old.len();
        places += 1;
    }
    places
}
