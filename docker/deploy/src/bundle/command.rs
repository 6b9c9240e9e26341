//! `ogrom-docker-deploy bundle`: makes a bundle of a program and a folder of settings.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    Bundle, BundleErrors, Linked, Mistake, Release,
    archive::{File, pack},
    check::{PROGRAM, check},
    dockerfile,
};

/// The folders whose files go into a bundle.
const FOLDERS: [&str; 2] = [".ebextensions", ".platform"];

/// The parts that a bundle is made of.
#[derive(Debug, Clone, Args)]
pub struct BundleArgs {
    /// The service, linked statically
    #[arg(long, value_name = "FILE")]
    pub binary: PathBuf,
    /// Its version, as 1.2.3
    #[arg(long)]
    pub version: String,
    /// The commit that it was built from, as `git rev-parse HEAD` prints it
    #[arg(long)]
    pub commit: String,
    /// The folder for the bundle LABEL.zip; it is created if needed
    #[arg(long, value_name = "FOLDER")]
    pub output: PathBuf,
    /// The folder with the Dockerfile, .ebextensions and .platform
    #[arg(long, value_name = "FOLDER", default_value = "docker/beanstalk")]
    pub folder: PathBuf,
    /// Take a program that is linked dynamically, too: for rehearsals, which do without containers
    #[arg(long)]
    pub allow_dynamic: bool,
}

/// Makes a bundle, unless it has mistakes. The same files make the same bundle, byte for byte.
pub fn run(args: &BundleArgs) -> Result<Bundle, BundleErrors> {
    let files = gather(args)?;
    let ways: &[_] = if args.allow_dynamic { &Linked::WAYS } else { &[Linked::Statically] };
    let checked = check(&files, ways)?;
    let failed = |error: &dyn std::fmt::Display| Mistake::new(args.output.display(), error);
    let bytes = pack(&files).map_err(|error| failed(&error))?;
    let mut bundle = Bundle::of(PathBuf::new(), &bytes, checked)?;
    bundle.path = args.output.join(bundle.file_name());
    write(&bundle.path, &bytes).map_err(|error| failed(&error))?;
    Ok(bundle)
}

fn gather(args: &BundleArgs) -> Result<Vec<File>, BundleErrors> {
    let mut mistakes = Vec::new();
    let mut names = vec![dockerfile::FILE.to_owned()];
    for folder in FOLDERS {
        if let Err(error) = list(&args.folder, folder, &mut names) {
            mistakes.push(Mistake::new(args.folder.join(folder).display(), error));
        }
    }
    // One order for all systems, and the one in which Beanstalk reads settings.
    names.sort();
    let mut files = Vec::new();
    let mut add = |name: String, path: &Path, permissions| match fs::read(path) {
        Ok(bytes) => files.push(File { name, mode: File::REGULAR | permissions, bytes }),
        Err(error) => mistakes.push(Mistake::new(path.display(), error)),
    };
    for name in names {
        let path = args.folder.join(&name);
        add(name, &path, 0o644);
    }
    add(PROGRAM.to_owned(), &args.binary, 0o755);
    BundleErrors::unless_none(mistakes)?;
    files.push(release(args));
    Ok(files)
}

fn list(root: &Path, folder: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(root, &name, names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

fn release(args: &BundleArgs) -> File {
    let release = Release { version: args.version.clone(), commit: args.commit.clone() };
    let bytes = serde_json::to_vec(&release).expect("two texts are always JSON");
    File { name: Release::FILE.to_owned(), mode: File::REGULAR | 0o644, bytes }
}

/// A bundle is complete or absent: a reader of the folder never finds half of one.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    // All users may read it, unless the umask forbids that: a temporary file is readable by its owner alone.
    let mut file =
        tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}
