//! Steps from one version to the next, as cargo understands them.

use semver::Version;

/// The effects of a release on its users, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Nothing that they can observe.
    Inner,
    /// There is more than before.
    Addition,
    /// A thing that they may rely on is gone or different.
    Break,
}

// === impl Step ===

impl Step {
    /// The least version that may do this after `last`.
    pub(crate) fn least(self, last: &Version) -> Version {
        let Version { major, minor, patch, .. } = *last;
        match (self, major, minor) {
            (Self::Break, 0, 0) | (Self::Addition, 0, _) | (Self::Inner, _, _) => {
                Version::new(major, minor, patch + 1)
            }
            (Self::Break, 0, _) | (Self::Addition, _, _) => Version::new(major, minor + 1, 0),
            (Self::Break, _, _) => Version::new(major + 1, 0, 0),
        }
    }
}

/// The part of a version that those that are compatible with it have in common.
pub(crate) fn compatible(version: &Version) -> String {
    match version {
        Version { major: 0, minor: 0, patch, .. } => format!("0.0.{patch}"),
        Version { major: 0, minor, .. } => format!("0.{minor}"),
        Version { major, .. } => major.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn least(step: Step, last: &str) -> String {
        step.least(&last.parse().expect("a version")).to_string()
    }

    #[test]
    fn a_break_changes_the_first_number_that_is_not_zero() {
        assert_eq!(least(Step::Break, "1.2.3"), "2.0.0");
        assert_eq!(least(Step::Break, "0.2.3"), "0.3.0");
        assert_eq!(least(Step::Break, "0.0.3"), "0.0.4");
    }

    #[test]
    fn an_addition_is_a_minor_release_and_before_the_first_major_one_a_patch() {
        assert_eq!(least(Step::Addition, "1.2.3"), "1.3.0");
        assert_eq!(least(Step::Addition, "0.2.3"), "0.2.4");
        assert_eq!(least(Step::Inner, "1.2.3"), "1.2.4");
    }

    #[test]
    fn what_is_compatible_has_its_first_number_that_is_not_zero_in_common() {
        let compatible = |version: &str| super::compatible(&version.parse().expect("a version"));
        assert_eq!(["1.2.3", "0.2.3", "0.0.3"].map(compatible), ["1", "0.2", "0.0.3"]);
    }
}
