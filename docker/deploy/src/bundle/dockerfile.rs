//! The rules for the Dockerfile of a bundle: Beanstalk must be able to build it, to find the port of the service, and to
//! start the program.

use parse_dockerfile::{Command, CopyInstruction, Dockerfile, Instruction, Source};

use super::{Mistake, archive::File};

/// Its place in a bundle.
pub(super) const FILE: &str = "Dockerfile";

/// The image without any file.
const SCRATCH: &str = "scratch";

/// The ports in a Dockerfile.
#[derive(Debug, Default)]
pub(super) struct ImagePorts {
    /// The exposed one, to which Beanstalk's nginx forwards requests.
    pub(super) exposed: Option<String>,
    /// The value of the variable `PORT`.
    pub(super) port: Option<String>,
}

/// Its ports. All mistakes are added.
pub(super) fn ports(text: &str, files: &[File], mistakes: &mut Vec<Mistake>) -> ImagePorts {
    let dockerfile = match parse_dockerfile::parse(text) {
        Ok(dockerfile) => dockerfile,
        Err(error) => {
            mistakes.push(Mistake::new(FILE, error));
            return ImagePorts::default();
        }
    };
    let (mut ports, mut copied, mut port) = (Vec::new(), Vec::new(), None);
    for instruction in &dockerfile.instructions {
        match instruction {
            Instruction::Expose(expose) => ports.extend(expose.arguments.iter().map(|port| &*port.value)),
            // The rest comes from other stages of the build.
            Instruction::Copy(copy) if !is_from_stage(copy) => copied.extend(&copy.src),
            Instruction::Add(add) => copied.extend(&add.src),
            Instruction::Env(env) => port = variable(&env.arguments.value, "PORT").or(port),
            _ => {}
        }
    }
    mistakes.extend(copied.into_iter().filter_map(|source| missing(source, files)));
    mistakes.extend(
        unbuildable(&dockerfile).chain(unstartable(&dockerfile)).map(|said| Mistake::new(FILE, said)),
    );
    if let [exposed] = *ports {
        let exposed = exposed.strip_suffix("/tcp").unwrap_or(exposed);
        return ImagePorts { exposed: Some(exposed.to_owned()), port };
    }
    let found = if ports.is_empty() { "none".to_owned() } else { ports.join(" ") };
    mistakes.push(Mistake::new(
        FILE,
        format!("must EXPOSE one port, the first counts and no other: found {found}"),
    ));
    ImagePorts { exposed: None, port }
}

/// The value of a variable in the arguments of `ENV`, in the form `NAME=value …` or `NAME value`.
fn variable(arguments: &str, name: &str) -> Option<String> {
    let unquoted = |value: &str| value.trim_matches(['"', '\'']).to_owned();
    let first = arguments.split_whitespace().next()?;
    if !first.contains('=') {
        return (first == name).then(|| unquoted(arguments[first.len()..].trim()));
    }
    let mut pairs = arguments.split_whitespace().filter_map(|word| word.split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| unquoted(value))
}

fn is_from_stage(copy: &CopyInstruction<'_>) -> bool {
    copy.options.iter().any(|option| option.name.value == "from")
}

/// Beanstalk reports this only on the instance, some minutes later.
fn missing(source: &Source<'_>, files: &[File]) -> Option<Mistake> {
    let Source::Path(path) = source else { return None };
    let wanted = path.value.trim_start_matches("./").trim_end_matches('/');
    let below =
        |name: &str| name.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let there = wanted.is_empty() || wanted == "." || files.iter().any(|file| below(&file.name));
    (!there).then(|| Mistake::new(FILE, format!("copies '{}', which is not in the bundle", path.value)))
}

/// An instance builds the image from the bundle alone: an image of a registry can change or be absent, and there is no
/// shell in an empty one.
fn unbuildable<'a>(dockerfile: &'a Dockerfile<'_>) -> impl Iterator<Item = String> + 'a {
    let mut stages: Vec<&str> = vec![SCRATCH];
    dockerfile.instructions.iter().filter_map(move |instruction| match instruction {
        Instruction::From(from) => {
            let image = &*from.image.value;
            let is_known = stages.contains(&image);
            stages.extend(from.as_.as_ref().map(|(_, name)| &*name.value));
            (!is_known).then(|| format!("builds from '{image}', which only a registry has"))
        }
        Instruction::Run(run) => match &run.arguments {
            Command::Shell(_) => Some("runs a command, and its image has no shell".to_owned()),
            _ => None,
        },
        _ => None,
    })
}

/// The program that the last stage starts must be in it.
fn unstartable(dockerfile: &Dockerfile<'_>) -> impl Iterator<Item = String> {
    let is_stage = |instruction: &Instruction<'_>| matches!(instruction, Instruction::From(_));
    let from = dockerfile.instructions.iter().rposition(is_stage).unwrap_or_default();
    let stage = &dockerfile.instructions[from..];
    let (mut entry, mut command, mut places, mut is_known) = (None, None, Vec::new(), true);
    for instruction in stage {
        match instruction {
            Instruction::Entrypoint(found) => entry = Some(&found.arguments),
            Instruction::Cmd(found) => command = Some(&found.arguments),
            Instruction::Copy(copy) if is_from_stage(copy) => is_known = false,
            Instruction::Copy(copy) => {
                places.extend(copy.src.iter().flat_map(|source| placed(source, &copy.dest.value)));
            }
            Instruction::Add(_) | Instruction::Workdir(_) => is_known = false,
            _ => {}
        }
    }
    let inherits = matches!(&stage.first(), Some(Instruction::From(from)) if from.image.value != SCRATCH);
    let said = match entry.or(command) {
        None if inherits => None,
        None => Some("starts nothing: it has neither ENTRYPOINT nor CMD".to_owned()),
        Some(Command::Shell(_)) => {
            Some("starts its program by a shell, and its image has none: write [\"/ogrom\"]".to_owned())
        }
        Some(Command::Exec(words)) => {
            let program = words.value.first().map(|word| word.value.to_string()).unwrap_or_default();
            let is_there = inherits || !is_known || places.contains(&program);
            (!is_there).then(|| format!("starts '{program}', which it does not copy"))
        }
        Some(_) => None,
    };
    said.into_iter()
}

/// The paths that a copied file can have.
fn placed(source: &Source<'_>, destination: &str) -> Vec<String> {
    let Source::Path(path) = source else { return Vec::new() };
    let name = path.value.rsplit('/').next().unwrap_or_default();
    vec![destination.to_owned(), format!("{}/{name}", destination.trim_end_matches('/'))]
}
