//! Tags the libraries to release.

use std::fmt::Write;

use crate::check::{Report, check};
use crate::git::Git;
use crate::library::Library;
use crate::problem::Problem;
use crate::workspace::Workspace;

/// Makes the tags, or prints the commands, unless there is a mistake.
pub(crate) fn cut(workspace: &Workspace, git: &Git, write: bool) -> Result<Report, Problem> {
    let mut checked = check(workspace, git)?;
    let uncommitted = git.uncommitted()?;
    if !uncommitted.is_empty() {
        checked.complaints.push(format!(
            "a tag names a commit, and there are changes that none has: commit them, or take them back:\n    {}",
            uncommitted.join("\n    ")
        ));
    }
    if !checked.complaints.is_empty() {
        return Ok(checked.report());
    }
    let mut text = String::new();
    for release in &checked.releases {
        let tag = release.library.tag(&release.library.version);
        if write {
            git.tag(&arguments(&tag, release.library))?;
        }
        let line = if write { tag } else { command(&tag, release.library) };
        writeln!(text, "{line}").expect("a text takes any");
    }
    Ok(Report { complaints: Vec::new(), text })
}

fn arguments(tag: &str, library: &Library) -> [String; 5] {
    ["tag", "--annotate", "--message", &message(library), tag].map(str::to_owned)
}

fn command(tag: &str, library: &Library) -> String {
    format!("git tag --annotate --message '{}' {tag}", message(library))
}

fn message(library: &Library) -> String {
    format!("{} {}", library.name, library.version)
}
