//! A line of the log while it is written: an object of JSON, or text for people.

use std::{
    cell::{Cell, RefCell},
    fmt::Write,
    net::IpAddr,
    sync::OnceLock,
    time::SystemTime,
};

use jiff::Timestamp;
use tracing::Level;

use super::sink;
use crate::system;

/// The form of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    Text { colours: bool },
}

/// A line, to which fields are added.
#[derive(Debug)]
pub(super) struct Line<'t> {
    text: &'t mut String,
    form: Form,
}

/// The form of this process's lines; JSON if it is not set.
static FORM: OnceLock<Form> = OnceLock::new();

thread_local! {
    /// Room for a line, kept for the next one.
    static ROOM: RefCell<String> = const { RefCell::new(String::new()) };
    /// The last second that was written, as seconds and as text.
    static SECOND: Cell<(u64, [u8; 19])> = const { Cell::new((u64::MAX, [0; 19])) };
}

/// Sets the form of lines.
pub(super) fn write_in(form: Form) {
    let _ = FORM.set(form);
}

/// The form of lines.
pub(super) fn form() -> Form {
    FORM.get().copied().unwrap_or(Form::Json)
}

/// Writes one line and hands it over.
pub(super) fn write(level: Level, fields: impl FnOnce(&mut Line<'_>)) {
    ROOM.with_borrow_mut(|text| {
        text.clear();
        Line::write(text, form(), (level, system::now()), fields);
        sink::push(text.as_bytes());
    });
}

// === impl Line ===

impl Line<'_> {
    /// Writes a line with these fields, its end included.
    pub(super) fn write(
        text: &mut String,
        form: Form,
        (level, at): (Level, SystemTime),
        fields: impl FnOnce(&mut Line<'_>),
    ) {
        match form {
            Form::Json => {
                text.push_str("{\"time\":\"");
                time(text, at);
                text.push_str("\",\"level\":\"");
                text.push_str(level.as_str());
                text.push('"');
            }
            Form::Text { colours } => {
                time(text, at);
                let (on, off) = if colours { (colour(level), "\x1b[0m") } else { ("", "") };
                let _ = write!(text, " {on}{level:>5}{off}");
            }
        }
        fields(&mut Line { text, form });
        text.push_str(if form == Form::Json { "}\n" } else { "\n" });
    }

    /// The message of the line. In text it has no name.
    pub(super) fn message(&mut self, message: &str) {
        if self.form == Form::Json {
            self.text("message", message);
        } else {
            self.text.push(' ');
            escape(self.text, message);
        }
    }

    #[inline]
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        let bare = self.form != Form::Json
            && !value.is_empty()
            && value.bytes().all(|b| b.is_ascii_graphic() && b != b'"');
        if bare {
            self.text.push_str(value);
        } else {
            self.text.push('"');
            escape(self.text, value);
            self.text.push('"');
        }
    }

    pub(super) fn number(&mut self, name: &str, value: impl itoa::Integer) {
        self.raw(name, itoa::Buffer::new().format(value));
    }

    pub(super) fn address(&mut self, name: &str, address: IpAddr) {
        self.name(name);
        let quote = if self.form == Form::Json { "\"" } else { "" };
        self.text.push_str(quote);
        match address {
            // Without what can be asked of a formatter, since this is written for each request.
            IpAddr::V4(address) => {
                for (place, octet) in address.octets().into_iter().enumerate() {
                    self.text.push_str(if place == 0 { "" } else { "." });
                    self.text.push_str(itoa::Buffer::new().format(octet));
                }
            }
            IpAddr::V6(address) => {
                let _ = write!(self.text, "{address}");
            }
        }
        self.text.push_str(quote);
    }

    /// A value that is JSON already: a number, or a truth value.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        self.name(name);
        self.text.push_str(value);
    }

    /// Written into each place that uses it, where the name is known: a dozen copies of a few bytes each are most of a line.
    #[expect(clippy::inline_always, reason = "measured: otherwise each of the copies is a call")]
    #[inline(always)]
    fn name(&mut self, name: &str) {
        if self.form == Form::Json {
            self.text.push_str(",\"");
            self.text.push_str(name);
            self.text.push_str("\":");
        } else {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push('=');
        }
    }
}

/// Writes a time as RFC 3339 has it, in UTC and microseconds. Most lines are of the same second as the one before.
fn time(text: &mut String, at: SystemTime) {
    let since_epoch = at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let (mut second, mut written) = SECOND.get();
    if second != since_epoch.as_secs() {
        second = since_epoch.as_secs();
        let whole = i64::try_from(second).ok().and_then(|second| Timestamp::from_second(second).ok());
        let date = whole.unwrap_or_default().to_string();
        if let Some(date) = date.as_bytes().first_chunk() {
            written = *date;
        }
        SECOND.set((second, written));
    }
    text.push_str(std::str::from_utf8(&written).unwrap_or_default());
    let micros = since_epoch.subsec_micros();
    let mut digits = *b".000000Z";
    let mut rest = micros;
    for digit in digits[1..7].iter_mut().rev() {
        // A digit fits.
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    text.push_str(std::str::from_utf8(&digits).unwrap_or_default());
}

/// Writes a text as JSON has it between quotation marks. No control character is left that a terminal could obey.
fn escape(text: &mut String, value: &str) {
    let plain = |byte: u8| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\';
    // To the end in any case, which is many bytes at once.
    if value.bytes().fold(true, |all, byte| all & plain(byte)) {
        return text.push_str(value);
    }
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
}

fn colour(level: Level) -> &'static str {
    match level {
        Level::ERROR => "\x1b[31m",
        Level::WARN => "\x1b[33m",
        Level::INFO => "\x1b[32m",
        Level::DEBUG | Level::TRACE => "\x1b[34m",
    }
}
