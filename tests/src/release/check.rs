//! Compares every library with its last release.

use std::fmt::Write;
use std::fs;

use semver::{Version, VersionReq};

use crate::changelog::{CHANGELOG, FORM, Section, heading};
use crate::changes::Changes;
use crate::git::Git;
use crate::library::Library;
use crate::listing::Listing;
use crate::problem::Problem;
use crate::step::{Step, compatible};
use crate::surface;
use crate::workspace::Workspace;

/// The tool's output.
#[derive(Debug)]
pub(crate) struct Report {
    /// The mistakes to correct first, in sentences.
    pub(crate) complaints: Vec<String>,
    /// The text if there is nothing to correct.
    pub(crate) text: String,
}

/// The findings.
#[derive(Debug, Default)]
pub(crate) struct Checked<'a> {
    pub(crate) complaints: Vec<String>,
    /// The libraries to release, in the order to publish them.
    pub(crate) releases: Vec<Release<'a>>,
}

/// A library that is to be released.
#[derive(Debug)]
pub(crate) struct Release<'a> {
    pub(crate) library: &'a Library,
    /// Nothing for the first release.
    previous: Option<(Version, Changes)>,
}

/// A library against its last release.
struct Check<'a> {
    git: &'a Git,
    workspace: &'a Workspace,
    library: &'a Library,
    listing: Listing,
}

/// Checks every library.
pub(crate) fn check<'a>(workspace: &'a Workspace, git: &'a Git) -> Result<Checked<'a>, Problem> {
    let complaints = unanswered(workspace);
    if !complaints.is_empty() {
        // Cargo compiles nothing before they are corrected.
        return Ok(Checked { complaints, releases: Vec::new() });
    }
    let changelog = workspace.root.join(CHANGELOG);
    let changelog = fs::read_to_string(&changelog).map_err(|error| Problem::file(&changelog, error))?;
    let mut checked = Checked::default();
    for (library, listing) in workspace.listings()? {
        checked.complaints.extend(surface::complaints(library, &listing));
        let check = Check { git, workspace, library, listing };
        checked.complaints.extend(check.unlisted()?);
        let Some(release) = check.release(&mut checked.complaints)? else { continue };
        if release.is_stepped() {
            checked.complaints.extend(release.unwritten(&changelog));
        }
        checked.releases.push(release);
    }
    Ok(checked)
}

/// The dependents that require another version of a library than the present one.
fn unanswered(workspace: &Workspace) -> Vec<String> {
    let libraries = workspace.libraries.iter().filter_map(|library| {
        let Library { name, version, .. } = library;
        let current = VersionReq::parse(&version.to_string()).ok()?;
        let asked = workspace.asked.get(name)?.iter().find(|asked| **asked != current)?;
        Some(format!(
            "Cargo.toml: {name} is {version}, and others require {asked}: set its version in \
             [workspace.dependencies] to \"{version}\""
        ))
    });
    libraries.collect()
}

// === impl Check ===

impl<'a> Check<'a> {
    /// Whether the committed listing differs from the present one.
    fn unlisted(&self) -> Result<Option<String>, Problem> {
        let path = self.library.listing();
        let file = self.workspace.root.join(&path);
        let committed = if file.exists() {
            fs::read_to_string(&file).map_err(|error| Problem::file(&file, error))?
        } else {
            String::new()
        };
        Ok((committed != self.listing.to_string()).then(|| {
            format!(
                "{path}: is not what {} shows: write it anew with `cargo run -p ogrom-tests --bin release -- list`, \
                 and look at what has changed",
                self.library.name
            )
        }))
    }

    /// The release, and the mistakes of its version.
    fn release(&self, complaints: &mut Vec<String>) -> Result<Option<Release<'a>>, Problem> {
        let library = self.library;
        let Some(previous) = self.git.last_release(library)? else {
            return Ok(Some(Release { library, previous: None }));
        };
        let tag = library.tag(&previous);
        let changes = Changes::between(&self.git.file(&tag, &library.listing())?, &self.listing);
        let mut reasons: Vec<String> = changes.breaks.iter().map(ToString::to_string).collect();
        if changes.step() == Step::Addition {
            reasons.push(format!("{} new lines in {}", changes.additions, library.listing()));
        }
        if reasons.is_empty() {
            reasons.extend(self.git.changed(&tag, library)?);
            reasons.extend(self.left_behind(&tag)?);
        }
        if reasons.is_empty() && library.version == previous {
            return Ok(None);
        }
        let least = changes.step().least(&previous);
        if library.version < least {
            complaints.push(too_small(library, &previous, &least, changes.step(), &reasons));
        }
        Ok(Some(Release { library, previous: Some((previous, changes)) }))
    }

    /// The libraries whose present releases are useless to users of the last release of this one.
    fn left_behind(&self, tag: &str) -> Result<Vec<String>, Problem> {
        let mut found = Vec::new();
        for other in self.workspace.libraries.iter().filter(|other| self.library.needs.contains(&other.name))
        {
            let manifest = self.git.file(tag, &other.manifest())?;
            let manifest: toml::Table = manifest
                .parse()
                .map_err(|error| Problem::new(format!("{} at {tag}: {error}", other.manifest())))?;
            let then: Option<Version> =
                manifest.get("package").and_then(|it| it.get("version")?.as_str()?.parse().ok());
            if then.is_some_and(|then| compatible(&then) != compatible(&other.version)) {
                found.push(format!(
                    "it asks for an {} that is compatible with the last one alone",
                    other.name
                ));
            }
        }
        Ok(found)
    }
}

fn too_small(
    library: &Library,
    previous: &Version,
    least: &Version,
    step: Step,
    reasons: &[String],
) -> String {
    let (why, or) = match step {
        Step::Break => ("breaks those who use it", "Take that back, or set"),
        Step::Addition => ("has more to offer", "Set"),
        Step::Inner => ("has changed", "Set"),
    };
    format!(
        "{}: {} {why} since {previous}, and {} is no version for that:\n    {}\n  {or} its version, there and in \
         [workspace.dependencies], to {least} or a later one.",
        library.manifest(),
        library.name,
        library.version,
        reasons.join("\n    "),
    )
}

// === impl Release ===

impl Release<'_> {
    /// Whether it has a version of its own.
    fn is_stepped(&self) -> bool {
        self.previous.as_ref().is_none_or(|(previous, _)| self.library.version > *previous)
    }

    /// The mistakes of its changelog entries.
    fn unwritten(&self, changelog: &str) -> Vec<String> {
        let Library { name, version, .. } = self.library;
        let Some(section) = Section::find(changelog, self.library) else {
            return vec![format!(
                "{CHANGELOG}: there is nothing under `{}`: write what changes for those who use it",
                heading(self.library)
            )];
        };
        let mut found = section.complaints();
        let Some((previous, changes)) = &self.previous else { return found };
        if changes.step() == Step::Break && !section.breaks() {
            found.push(format!(
                "{CHANGELOG}: {name} {version} breaks those who use it, and its section does not say so: begin it \
                 with {FORM}"
            ));
        }
        let least = Step::Break.least(previous);
        if section.breaks() && *version < least {
            found.push(format!(
                "{CHANGELOG}: an entry of {name} {version} describes a break, which needs version {least} or a later \
                 one"
            ));
        }
        found
    }

    /// The release, in a line.
    fn summary(&self) -> String {
        let Library { name, version, .. } = self.library;
        match &self.previous {
            None => format!("{name} {version}, the first release"),
            Some((previous, Changes { breaks, additions })) => {
                format!("{name} {version} after {previous}: {} breaks, {additions} additions", breaks.len())
            }
        }
    }
}

// === impl Checked ===

impl Checked<'_> {
    pub(crate) fn report(self) -> Report {
        let mut text = String::new();
        if self.releases.is_empty() {
            text.push_str("Nothing is to be released.\n");
        } else {
            text.push_str("To be published, in this order:\n");
        }
        for release in &self.releases {
            writeln!(text, "  {}", release.summary()).expect("a text takes any");
        }
        Report { complaints: self.complaints, text }
    }
}
