//! Reads tables: JSON Lines, and no leniency, so that no key is ignored by mistake.

use std::{error, fmt, fs, io, path::PathBuf};

use super::Case;

/// Why a table cannot be read.
#[derive(Debug)]
pub struct TableError {
    file: PathBuf,
    cause: Cause,
}

#[derive(Debug)]
enum Cause {
    File(io::Error),
    Line(usize, serde_json::Error),
}

/// Reads all cases of a file. Empty lines are passed over.
pub fn read(file: impl Into<PathBuf>) -> Result<Vec<Case>, TableError> {
    let file = file.into();
    let parsed = match fs::read_to_string(&file) {
        Ok(text) => parse(&text),
        Err(error) => Err(Cause::File(error)),
    };
    parsed.map_err(|cause| TableError { file, cause })
}

fn parse(text: &str) -> Result<Vec<Case>, Cause> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| serde_json::from_str(line).map_err(|error| Cause::Line(i + 1, error)))
        .collect()
}

// === impl TableError ===

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        match &self.cause {
            Cause::File(error) => write!(f, "{file}: {error}"),
            // The error counts lines within the one that it was given.
            Cause::Line(line, error) => {
                let words = error.to_string();
                let words = words.split(" at line ").next().unwrap_or_default();
                write!(f, "{file}:{line}:{}: {words}", error.column())
            }
        }
    }
}

impl error::Error for TableError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(line: &str) -> String {
        let text = format!("\n{line}\n");
        let cause = parse(&text).unwrap_err();
        TableError { file: "a.jsonl".into(), cause }.to_string()
    }

    #[test]
    fn a_case_with_all_its_keys_is_read() {
        let line = r#"{"name":"a","resource":{"methods":["GET","PUT"],"available":{"retry_after":5},
            "access":{"limited":3},"existence":{"moved":"/b"},"etag":"\"1\"",
            "last_modified":"2020-01-01T00:00:00.5Z","produces":["a/b"],"languages":["de"],"consumes":["a/b"],
            "patches":["a/b"],"max_body":9,"require_precondition":true,
            "invalid":[{"pointer":"/a","message":"b"}],"conflict":true,"put_creates":false,"post_creates":true,
            "put":{"created":"/c"},"post":{"see_other":"/d"},"patch":"ok","delete":"accepted",
            "fails":{"at":"act","as":"timeout"},"body":[1]},
            "request":{"method":"GET","path":"/x","headers":[["A","b"],["A","c"]],"body":""},
            "expect":{"status":[200,204],"headers":{"a":"b","c":["d"]},"without":["e"],"acted":false}}"#;
        let cases = parse(&line.replace('\n', "")).unwrap();
        assert_eq!(cases[0].resource.last_modified.unwrap().as_millisecond(), 1_577_836_800_500);
        assert_eq!(cases[0].request.headers[1], ("A".to_owned(), "c".to_owned()));
    }

    #[test]
    fn an_unknown_key_or_value_is_named_with_its_file_and_line() {
        let planted = [
            (r#"{"name":"a","request":{"method":"GET"},"expect":{},"extra":1}"#, "unknown field `extra`"),
            (r#"{"name":"a","request":{"method":"GET","query":""},"expect":{}}"#, "unknown field `query`"),
            (r#"{"name":"a","request":{"method":"GET"},"expect":{"body":1}}"#, "unknown field `body`"),
            (r#"{"name":"a","resource":{"eTag":""},"request":{"method":"GET"},"expect":{}}"#, "`eTag`"),
            (r#"{"name":"a","resource":{"beyond":1},"request":{"method":"GET"},"expect":{}}"#, "`beyond`"),
            (
                r#"{"name":"a","resource":{"methods":["HEAD"]},"request":{"method":"GET"},"expect":{}}"#,
                "`HEAD`",
            ),
            (r#"{"name":"a","resource":{"access":"open"},"request":{"method":"GET"},"expect":{}}"#, "`open`"),
            (
                r#"{"name":"a","resource":{"available":false},"request":{"method":"GET"},"expect":{}}"#,
                "retry_after",
            ),
            (r#"{"name":"a","resource":{"put":"gone"},"request":{"method":"GET"},"expect":{}}"#, "`gone`"),
            (r#"{"name":"a","request":{},"expect":{}}"#, "missing field `method`"),
            ("GET", "expected value"),
        ];
        for (line, words) in planted {
            let refusal = refusal(line);
            assert!(refusal.starts_with("a.jsonl:2:") && refusal.contains(words), "{refusal}");
        }
    }
}
