//! Shows progress: on a terminal as one line that is rewritten, elsewhere as a line every few seconds.

use std::{
    io::{self, IsTerminal, Stderr, Write},
    time::Duration,
};

use super::{
    super::summary::{grouped, per_second},
    Advance, Progress,
};

const ON_TERMINAL: Duration = Duration::from_millis(100);
const ELSEWHERE: Duration = Duration::from_secs(5);
/// Goes to the start of the line and clears it.
const REWRITE: &str = "\r\x1b[K";

/// Writes rows, rate, part done and time left.
#[derive(Debug)]
pub struct ProgressLine<W> {
    out: W,
    is_terminal: bool,
    /// The age of the file when it was last shown.
    shown: Option<Duration>,
}

// === impl ProgressLine ===

impl ProgressLine<Stderr> {
    /// Writes to the standard error, which leaves the standard output to the summary.
    pub fn to_stderr() -> Self {
        let out = io::stderr();
        let is_terminal = out.is_terminal();
        Self::new(out, is_terminal)
    }
}

impl<W: Write> ProgressLine<W> {
    /// Writes to `out`, rewriting one line if it is a terminal.
    pub fn new(out: W, is_terminal: bool) -> Self {
        Self { out, is_terminal, shown: None }
    }

    fn is_due(&self, now: Duration) -> bool {
        let pause = if self.is_terminal { ON_TERMINAL } else { ELSEWHERE };
        now >= self.shown.unwrap_or_default() + pause
    }
}

impl<W: Write + Send> Progress for ProgressLine<W> {
    fn advanced(&mut self, advance: &Advance<'_>) {
        if !advance.finished && !self.is_due(advance.elapsed) {
            return;
        }
        self.shown = (!advance.finished).then_some(advance.elapsed);
        let text = describe(advance);
        let written = match (self.is_terminal, advance.finished) {
            (true, false) => write!(self.out, "{REWRITE}{text}"),
            (true, true) => writeln!(self.out, "{REWRITE}{text}"),
            (false, _) => writeln!(self.out, "{text}"),
        };
        // An import does not stop because nobody can watch it.
        let _ = written.and_then(|()| self.out.flush());
    }
}

fn describe(advance: &Advance<'_>) -> String {
    let Advance { file, read, size, rows, rejected, elapsed, finished } = *advance;
    let rate = grouped(per_second(rows, elapsed));
    let rejects = if rejected > 0 { format!(", {} rejected", grouped(rejected)) } else { String::new() };
    let text = format!("{file}: {} rows, {rate}/s{rejects}", grouped(rows));
    if finished {
        return text + &format!(", done in {:.1} s", elapsed.as_secs_f64());
    }
    // The file may have grown since its size was taken.
    let percent = (read * 100).checked_div(size).unwrap_or(100).min(100);
    let left = size.saturating_sub(read).checked_div(per_second(read, elapsed)).unwrap_or_default();
    text + &format!(", {percent} %, {} left", clock(left))
}

fn clock(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64, finished: bool) -> Advance<'static> {
        Advance {
            file: "likes.jsonl.gz",
            read: 250 * seconds,
            size: 100_000,
            rows: 1_500 * seconds,
            rejected: seconds / 10,
            elapsed: Duration::from_secs(seconds),
            finished,
        }
    }

    fn shown(is_terminal: bool, advances: &[Advance<'_>]) -> String {
        let mut line = ProgressLine::new(Vec::new(), is_terminal);
        for advance in advances {
            line.advanced(advance);
        }
        String::from_utf8(line.out).unwrap()
    }

    #[test]
    fn a_terminal_shows_one_line_until_the_file_is_done() {
        assert_eq!(
            shown(true, &[at(4, false), at(40, false), at(400, true)]),
            "\r\x1b[Klikes.jsonl.gz: 6,000 rows, 1,500/s, 1 %, 6 min 36 s left\
             \r\x1b[Klikes.jsonl.gz: 60,000 rows, 1,500/s, 4 rejected, 10 %, 6 min 0 s left\
             \r\x1b[Klikes.jsonl.gz: 600,000 rows, 1,500/s, 40 rejected, done in 400.0 s\n"
        );
    }

    #[test]
    fn a_log_gets_a_line_every_few_seconds() {
        let seconds = (1..=11).map(|second| at(second, false));
        let lines = shown(false, &seconds.chain([at(12, true), at(1, false)]).collect::<Vec<_>>());
        let rows: Vec<_> = lines.lines().map(|line| line.split(' ').nth(1).unwrap()).collect();
        assert_eq!(rows, ["7,500", "15,000", "18,000"]);
    }

    #[test]
    fn an_empty_file_and_one_that_grows_are_shown_too() {
        let empty = Advance { read: 0, size: 0, rows: 0, elapsed: ELSEWHERE, ..at(0, false) };
        assert_eq!(shown(false, &[empty]), "likes.jsonl.gz: 0 rows, 0/s, 100 %, 0 s left\n");
        let grown = Advance { read: 200_000, ..at(10, false) };
        assert!(shown(false, &[grown]).ends_with("100 %, 0 s left\n"));
    }
}
