//! The rules for the Dockerfile of a bundle: Beanstalk must be able to build it and to find the port of the service.

use parse_dockerfile::{Instruction, Source};

use super::{Mistake, archive::File};

/// Its place in a bundle.
pub(super) const FILE: &str = "Dockerfile";

/// The one port that it exposes, to which Beanstalk's nginx forwards requests. All mistakes are added.
pub(super) fn port(text: &str, files: &[File], mistakes: &mut Vec<Mistake>) -> Option<String> {
    let dockerfile = match parse_dockerfile::parse(text) {
        Ok(dockerfile) => dockerfile,
        Err(error) => {
            mistakes.push(Mistake::new(FILE, error));
            return None;
        }
    };
    let (mut ports, mut copied) = (Vec::new(), Vec::new());
    for instruction in &dockerfile.instructions {
        match instruction {
            Instruction::Expose(expose) => ports.extend(expose.arguments.iter().map(|port| &*port.value)),
            // The rest comes from other stages of the build.
            Instruction::Copy(copy) if !copy.options.iter().any(|option| option.name.value == "from") => {
                copied.extend(&copy.src);
            }
            Instruction::Add(add) => copied.extend(&add.src),
            _ => {}
        }
    }
    mistakes.extend(copied.into_iter().filter_map(|source| missing(source, files)));
    if let [port] = *ports {
        return Some(port.strip_suffix("/tcp").unwrap_or(port).to_owned());
    }
    let found = if ports.is_empty() { "none".to_owned() } else { ports.join(" ") };
    mistakes.push(Mistake::new(
        FILE,
        format!("must EXPOSE one port, the first counts and no other: found {found}"),
    ));
    None
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
