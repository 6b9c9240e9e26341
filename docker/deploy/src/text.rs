//! Numbers as people read them.

use std::time::Duration;

use jiff::SignedDuration;

/// A time as `1:05`, or `1:00:05` from an hour on.
pub(crate) fn span(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, minutes, seconds) => format!("{minutes}:{seconds:02}"),
        (hours, minutes, seconds) => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// A duration as on the command line: `2m`, `1h 30m`.
pub(crate) fn time(duration: Duration) -> String {
    SignedDuration::try_from(duration).map_or_else(|_| "ever".to_owned(), |duration| format!("{duration:#}"))
}

/// A size as `12.3 MB`.
pub(crate) fn size(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// A list as `a, b and c`.
pub(crate) fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    match &items[..] {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// An argument as a shell takes it.
pub fn quoted(argument: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !argument.is_empty() && argument.chars().all(plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}

/// A text of others, as a terminal and the log of a workflow take it: without control characters, and with no line that
/// begins as a workflow command does (`::error::`, `##[error]`).
pub(crate) fn harmless(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = line.replace(char::is_control, " ");
        let start = line.len() - line.trim_start().len();
        match line.get(start..start + 2) {
            Some("::" | "##") => format!("{}'{}", &line[..start], &line[start..]),
            _ => line,
        }
    });
    let ending = if text.ends_with('\n') { "\n" } else { "" };
    lines.collect::<Vec<_>>().join("\n") + ending
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn texts_of_others_command_neither_a_terminal_nor_a_workflow() {
        assert_eq!(harmless("by \u{1b}[31mlena\u{7}"), "by  [31mlena ");
        assert_eq!(harmless("\n  ::error::x\n##[error]y\na::b\n"), "\n  '::error::x\n'##[error]y\na::b\n");
        assert_eq!(harmless("blue → green: 100.0 %"), "blue → green: 100.0 %");
    }
}
