//! The little of a Dockerfile that a process needs in place of a container.

/// The instructions of a Dockerfile with a single stage.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dockerfile {
    /// From where in the bundle to where in the image.
    pub(crate) copies: Vec<(String, String)>,
    /// The first exposed port: the platform's proxy uses it, and no other.
    pub(crate) port: u16,
    pub(crate) variables: Vec<(String, String)>,
    /// The entry point with its arguments; never empty.
    pub(crate) command: Vec<String>,
}

// === impl Dockerfile ===

impl Dockerfile {
    /// Reads a Dockerfile, and refuses instructions that only the build of an image could carry out.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let (mut copies, mut ports, mut variables) = (Vec::new(), Vec::new(), Vec::new());
        let (mut entry, mut arguments) = (Vec::new(), Vec::new());
        let text = text.replace("\\\n", " ");
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            let (instruction, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let words = || rest.split_whitespace().filter(|word| !word.starts_with("--"));
            match instruction.to_uppercase().as_str() {
                "COPY" => copies.push(copy(words())?),
                "EXPOSE" => ports.extend(words().map(|port| port.trim_end_matches("/tcp").parse::<u16>())),
                "ENV" => variables.extend(words().filter_map(variable)),
                "ENTRYPOINT" => entry = list(rest)?,
                "CMD" => arguments = list(rest)?,
                "FROM" | "USER" | "STOPSIGNAL" | "HEALTHCHECK" | "LABEL" | "WORKDIR" => {}
                other => {
                    return Err(format!("Dockerfile: the double of Elastic Beanstalk cannot do {other}"));
                }
            }
        }
        let first = ports.into_iter().next();
        let port = first.and_then(Result::ok).ok_or("Dockerfile: no port is exposed")?;
        entry.append(&mut arguments);
        if entry.is_empty() {
            return Err("Dockerfile: nothing is started".to_owned());
        }
        Ok(Self { copies, port, variables, command: entry })
    }
}

/// A copy of one file.
fn copy<'a>(mut words: impl Iterator<Item = &'a str>) -> Result<(String, String), String> {
    match (words.next(), words.next(), words.next()) {
        (Some(from), Some(to), None) => Ok((from.to_owned(), to.to_owned())),
        _ => Err("Dockerfile: the double of Elastic Beanstalk copies one file at a time".to_owned()),
    }
}

fn variable(word: &str) -> Option<(String, String)> {
    let (name, value) = word.split_once('=')?;
    Some((name.to_owned(), value.trim_matches('"').to_owned()))
}

/// The form without a shell.
fn list(text: &str) -> Result<Vec<String>, String> {
    serde_json::from_str(text)
        .map_err(|_| format!("Dockerfile: '{text}' is no JSON list, and there is no shell"))
}
