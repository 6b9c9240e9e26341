//! The release in a bundle, as its file `ogrom.json` describes it, and the label that it gets.

use serde::{Deserialize, Serialize};

use super::Mistake;

/// The bundle's description of its program. The program reports the same under `/version`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The version, as `1.2.3`.
    pub version: String,
    /// The commit, as 40 hexadecimal digits.
    pub commit: String,
}

// === impl Release ===

impl Release {
    /// Its place in a bundle.
    pub(super) const FILE: &str = "ogrom.json";

    /// How long Beanstalk lets a label be, in characters (`CreateApplicationVersion`, `VersionLabel`).
    const LONGEST: usize = 100;

    /// How many characters of a label are not the version: two hyphens, 12 of the commit, 8 of the digest.
    const REST: usize = 22;

    /// The label of this release in the bundle with this SHA-256, in hexadecimal digits.
    pub(super) fn label(&self, sha256: &str) -> String {
        format!("{}-{:.12}-{sha256:.8}", self.version, self.commit)
    }

    pub(super) fn mistakes(&self) -> impl Iterator<Item = Mistake> {
        let Self { version, commit } = self;
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let longest = Self::LONGEST - Self::REST;
        let wrong = [
            semver::Version::parse(version)
                .is_err()
                .then(|| format!("the version '{version}' is none of semver, such as 1.2.3")),
            (version.len() > longest)
                .then(|| format!("the version '{version}' is longer than {longest} characters")),
            (commit.len() != 40 || !commit.bytes().all(hex))
                .then(|| format!("the commit '{commit}' is not 40 hexadecimal digits")),
        ];
        wrong.into_iter().flatten().map(|message| Mistake::new(Self::FILE, message))
    }
}
