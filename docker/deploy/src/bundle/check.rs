//! All mistakes that a bundle can have, checked in one pass.

use super::{
    BundleErrors, Executable, Linked, Mistake, Nginx, Release, archive::File, dockerfile, nginx,
    program::program as inspected, settings,
};

/// The name of the program in a bundle.
pub(super) const PROGRAM: &str = "ogrom";

/// The largest bundle that Beanstalk accepts, in bytes. AWS documents 512 MB; these are the smaller ones.
const LARGEST: u64 = 512_000_000;

/// The facts about files that make a good bundle.
pub(super) struct Checked {
    pub(super) release: Release,
    pub(super) port: u16,
    pub(super) program: Executable,
    pub(super) nginx: Nginx,
}

/// The facts about these files, or all that is wrong with them. The program must be linked in one of these ways.
pub(super) fn check(files: &[File], ways: &[Linked]) -> Result<Checked, BundleErrors> {
    let mut mistakes: Vec<_> = files.iter().flat_map(file).collect();
    let release = needed(files, Release::FILE, &mut mistakes).and_then(|file| release(file, &mut mistakes));
    let program = needed(files, PROGRAM, &mut mistakes).and_then(|file| program(file, ways, &mut mistakes));
    let port = port(files, &mut mistakes);
    let nginx = nginx::check(files.iter().filter(|file| belongs(&file.name)), &mut mistakes);
    BundleErrors::unless_none(mistakes)?;
    match (release, port, program) {
        (Some(release), Some(port), Some(program)) => Ok(Checked { release, port, program, nginx }),
        _ => unreachable!("where one of them is missing, a mistake says so"),
    }
}

/// The mistake of a bundle of this length in bytes, if there is one.
pub(super) fn size(bytes: u64) -> Option<Mistake> {
    let message = || format!("has {bytes} bytes, of which Beanstalk takes {LARGEST} at most");
    (bytes > LARGEST).then(|| Mistake::new("the bundle", message()))
}

/// The mistakes of a file that do not depend on its bytes.
fn file(file: &File) -> Vec<Mistake> {
    let File { name, mode, .. } = file;
    let wanted = File::REGULAR | if name == PROGRAM { 0o755 } else { 0o644 };
    let mode = (*mode != wanted).then(|| format!("has the mode {mode:06o}, and must have {wanted:06o}"));
    let stranger = (!belongs(name)).then(|| "does not belong into a bundle".to_owned());
    [stranger, mode].into_iter().flatten().map(|message| Mistake::new(name, message)).collect()
}

/// Any other file would be useless, or change what Beanstalk does: a `docker-compose.yml` disables its nginx.
fn belongs(name: &str) -> bool {
    let inside = |folder: &str, ending: &str| {
        let rest = name.strip_prefix(folder).and_then(|rest| rest.strip_suffix(ending));
        rest.is_some_and(|rest| rest.split('/').all(|part| !part.is_empty() && part != ".."))
    };
    [dockerfile::FILE, PROGRAM, Release::FILE].contains(&name)
        || inside(".ebextensions/", ".config")
        || inside(".platform/nginx/conf.d/", ".conf")
}

fn needed<'a>(files: &'a [File], name: &str, mistakes: &mut Vec<Mistake>) -> Option<&'a File> {
    let found = files.iter().find(|file| file.name == name);
    if found.is_none() {
        mistakes.push(Mistake::new(name, "is missing"));
    }
    found
}

fn release(file: &File, mistakes: &mut Vec<Mistake>) -> Option<Release> {
    match serde_json::from_slice::<Release>(&file.bytes) {
        Ok(release) => {
            mistakes.extend(release.mistakes());
            Some(release)
        }
        Err(error) => {
            mistakes.push(Mistake::new(&file.name, error));
            None
        }
    }
}

fn program(file: &File, ways: &[Linked], mistakes: &mut Vec<Mistake>) -> Option<Executable> {
    let message = match inspected(&file.bytes) {
        Ok(program) if ways.contains(&program.linked) => return Some(program),
        Ok(_) => "is linked dynamically: build it with RUSTFLAGS='-C target-feature=+crt-static'".to_owned(),
        Err(why) => why.to_string(),
    };
    mistakes.push(Mistake::new(&file.name, message));
    None
}

/// The one port: nginx forwards requests to the exposed port, and the service listens on the port in the settings. It
/// prefers `PORT` to `SERVER_PORT`.
fn port(files: &[File], mistakes: &mut Vec<Mistake>) -> Option<u16> {
    let dockerfile = needed(files, dockerfile::FILE, mistakes);
    let dockerfile::ImagePorts { exposed, port } = match dockerfile.map(File::text) {
        Some(Ok(text)) => dockerfile::ports(text, files, mistakes),
        Some(Err(error)) => {
            mistakes.push(Mistake::new(dockerfile::FILE, error));
            dockerfile::ImagePorts::default()
        }
        None => dockerfile::ImagePorts::default(),
    };
    let set = settings::ports(files, mistakes);
    match (&exposed, set.server_port) {
        (_, None) => mistakes.push(Mistake::new(".ebextensions", "must set SERVER_PORT")),
        (Some(exposed), Some(set)) if *exposed != set => {
            let message = format!("exposes {exposed}, but .ebextensions sets SERVER_PORT to {set}");
            mistakes.push(Mistake::new(dockerfile::FILE, message));
        }
        _ => {}
    }
    let exposed = exposed?;
    for (place, port) in [(dockerfile::FILE, port), (".ebextensions", set.port)] {
        let other = port.filter(|port| *port != exposed);
        let message = |port| {
            format!("sets PORT to {port}, which the service prefers to SERVER_PORT; {exposed} is exposed")
        };
        mistakes.extend(other.map(|port| Mistake::new(place, message(port))));
    }
    let port = exposed.parse().ok();
    if port.is_none() {
        mistakes.push(Mistake::new(dockerfile::FILE, format!("exposes {exposed}, which is no port")));
    }
    port
}
