//! The table of all options that can be configured: what `config options` prints.

use std::fmt::Write;

use clap::{Arg, Command, ValueEnum};

use super::App;

/// The heading of options without one.
const OTHERS: &str = "Service";

/// The output format of the table of options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// Lines of text
    Text,
    /// A document with one table for each heading
    Markdown,
}

/// One option.
struct Row {
    /// The option with the name of its value, as in `--source-timeout TIME`.
    option: String,
    /// Its variables, the one that counts most first.
    variables: Vec<String>,
    /// Its default. None where there is none.
    default: Option<String>,
    meaning: String,
}

/// The options below one heading.
struct Group {
    heading: String,
    rows: Vec<Row>,
}

/// The table of the options of a command and of those below it, each option once.
pub(crate) fn table(app: &App, command: &Command, format: TableFormat) -> String {
    let mut groups = Vec::new();
    collect(app, command, &mut Vec::new(), &mut groups);
    match format {
        TableFormat::Text => text(&groups),
        TableFormat::Markdown => markdown(app, &groups),
    }
}

fn collect<'a>(app: &App, command: &'a Command, known: &mut Vec<&'a str>, groups: &mut Vec<Group>) {
    for arg in command.get_arguments() {
        let (Some(long), Some(_)) = (arg.get_long(), arg.get_env()) else { continue };
        if known.contains(&long) {
            continue;
        }
        known.push(long);
        let (heading, row) = (arg.get_help_heading().unwrap_or(OTHERS), Row::of(app, arg, long));
        match groups.iter_mut().find(|group| group.heading == heading) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { heading: heading.to_owned(), rows: vec![row] }),
        }
    }
    command.get_subcommands().for_each(|below| collect(app, below, known, groups));
}

fn text(groups: &[Group]) -> String {
    let row = |Row { option, variables, default, meaning }: &Row| {
        let default = default.as_ref().map_or_else(String::new, |default| format!("; default: {default}"));
        format!("  {option}\n      {}{default}\n      {meaning}", variables.join(", "))
    };
    let group = |Group { heading, rows }: &Group| {
        format!("{heading}\n\n{}", rows.iter().map(row).collect::<Vec<_>>().join("\n"))
    };
    groups.iter().map(group).collect::<Vec<_>>().join("\n\n")
}

fn markdown(app: &App, groups: &[Group]) -> String {
    let mut text =
        format!("# Options of `{0}`\n\nWritten by `{0} config options --format markdown`.\n", app.name);
    for Group { heading, rows } in groups {
        let _ =
            write!(text, "\n## {heading}\n\n| option | variable | default | meaning |\n|---|---|---|---|\n");
        for Row { option, variables, default, meaning } in rows {
            let variables: Vec<_> = variables.iter().map(|name| code(name)).collect();
            let default = default.as_deref().map(code).unwrap_or_default();
            let (option, meaning) = (code(option), cell(meaning));
            let _ = writeln!(text, "| {option} | {} | {default} | {meaning} |", variables.join(", "));
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn code(text: &str) -> String {
    format!("`{}`", cell(text))
}

/// A text that does not end its cell, not even within code.
fn cell(text: &str) -> String {
    text.replace('|', r"\|").replace('\n', " ")
}

// === impl Row ===

impl Row {
    fn of(app: &App, arg: &Arg, long: &str) -> Self {
        let takes_value = arg.get_action().takes_values();
        let names = arg.get_value_names().unwrap_or_default().join(" ");
        let option = if takes_value { format!("--{long} {names}") } else { format!("--{long}") };
        let defaults = arg.get_default_values().join(" ".as_ref()).to_string_lossy().into_owned();
        let help = arg.get_long_help().or_else(|| arg.get_help());
        Self {
            option: option.trim_end().to_owned(),
            variables: app.variables(long).into_iter().rev().collect(),
            default: Some(defaults).filter(|text| takes_value && !text.is_empty()),
            meaning: help.map(ToString::to_string).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::ArgAction;

    use super::*;
    use crate::app::KETTLE;

    #[test]
    fn each_option_is_listed_once_below_its_heading() {
        let option =
            |long: &'static str| Arg::new(long).long(long).env(KETTLE.variable(long)).help("What it is");
        let port = || option("port").value_name("A|B").default_value("80");
        let command = Command::new("kettle")
            .arg(port())
            .arg(option("lid").help_heading("Parts").action(ArgAction::SetTrue))
            .arg(Arg::new("tea").long("tea").help("No variable"))
            .subcommand(Command::new("below").arg(port()));
        let document = "# Options of `kettle`\n\nWritten by `kettle config options --format markdown`.\n\n\
                        ## Service\n\n| option | variable | default | meaning |\n|---|---|---|---|\n\
                        | `--port A\\|B` | `PORT`, `SERVER_PORT` | `80` | What it is |\n\n\
                        ## Parts\n\n| option | variable | default | meaning |\n|---|---|---|---|\n\
                        | `--lid` | `KETTLE_LID` |  | What it is |";
        assert_eq!(table(&KETTLE, &command, TableFormat::Markdown), document);
        let lines = "Service\n\n  --port A|B\n      PORT, SERVER_PORT; default: 80\n      What it is\n\n\
                     Parts\n\n  --lid\n      KETTLE_LID\n      What it is";
        assert_eq!(table(&KETTLE, &command, TableFormat::Text), lines);
    }
}
