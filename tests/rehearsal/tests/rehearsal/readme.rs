//! `docker/README.md` shows the real output of the tool.

use std::fs;

use ogrom_tests_rehearsal::{stage::Stage, versions::Version};

/// The prompt before each command of the README.
const PROMPT: &str = "$ ogrom-docker-deploy ";

/// Whether the tool has printed what the README shows below this command: its lines, in this order, with others between them.
#[track_caller]
pub(crate) fn shows(command: &str, printed: &str, stage: &Stage, version: &Version) {
    let printed = in_words_of_the_readme(printed, stage, version);
    let mut lines = printed.lines().map(alike);
    for shown in below(command) {
        let found = lines.any(|line| line == alike(&shown));
        assert!(
            found,
            "the README shows after '{command}' what is not printed, or not there:\n{shown}\n{printed}"
        );
    }
}

/// The lines that the README shows below a command.
fn below(command: &str) -> Vec<String> {
    let readme = fs::read_to_string(ogrom_tests::root().join("docker/README.md")).expect("there is a README");
    let command = format!("{PROMPT}{command} ");
    let mut lines = readme.lines().skip_while(|line| !line.starts_with(&command)).skip(1);
    let lines = lines.by_ref().take_while(|line| !line.starts_with("$ ") && *line != "```");
    // The progress of waits, and the reports of Beanstalk, differ each time.
    let lasts = |line: &&str| !(line.is_empty() || line.contains('…') || line.contains("  green: "));
    let lines: Vec<_> = lines.filter(lasts).map(str::to_owned).collect();
    assert!(!lines.is_empty(), "the README does not show '{command}'");
    lines
}

/// The names of this stage, replaced by those of the README.
fn in_words_of_the_readme(printed: &str, stage: &Stage, version: &Version) -> String {
    let folder = version.bundle.parent().expect("it is in a folder").to_string_lossy();
    printed
        .replace(&format!("{} --json", crate::PROGRAMS.deployer), "ogrom-docker-deploy")
        .replace(crate::PROGRAMS.deployer, "ogrom-docker-deploy")
        .replace(&*folder, "target/bundles")
        .replace(&format!("http://{}", stage.public()), "https://api.example")
        .replace(&stage.idle_url(), "http://shop-idle.eu-central-1.elasticbeanstalk.com")
}

/// A line with neutral labels and numbers, so that two runs compare equal.
fn alike(line: &str) -> String {
    let words = line.split_whitespace().map(|word| match word.find("0.1.") {
        Some(start) => {
            let label = word[start..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'));
            let end = label.map_or(word.len(), |length| start + length);
            let end = end - word[..end].len() + word[..end].trim_end_matches('.').len();
            format!("{}LABEL{}", &word[..start], &word[end..])
        }
        None => word.to_owned(),
    });
    let line = words.collect::<Vec<_>>().join(" ");
    // Which steps took longer than a second depends on the machine.
    let line = if line.starts_with("took ") { "took".to_owned() } else { line };
    let mut alike = String::new();
    for c in line.chars() {
        if !c.is_ascii_digit() {
            alike.push(c);
        } else if !alike.ends_with('#') {
            alike.push('#');
        }
    }
    alike
}

#[test]
fn lines_are_alike_whose_labels_and_numbers_differ() {
    let one = "  0:00  upload      s3://shop-bundles/shop/0.1.0-111111111111-6220dfd8.zip";
    assert_eq!(alike(one), "#:# upload s#://shop-bundles/shop/LABEL");
    assert_eq!(alike("0.1.0-111111111111-6220dfd8 is live."), "LABEL is live.");
    assert_eq!(alike("blue with 0.1.0-111111111111-6220dfd8, 12.2 MB"), "blue with LABEL, #.# MB");
    assert_ne!(alike("blue is live"), alike("green is live"));
}
