//! Imports as a user sees them: files in, rows, rejects and a summary out.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use flate2::{Compression, write::GzEncoder};
use tempfile::TempDir;

use super::{recorder::Recorder, *};

mod names;
mod rules;

/// A directory of files to import, and the source that they go to.
struct Import {
    files: TempDir,
    source: Arc<Recorder>,
}

#[derive(Default)]
struct Watched(Vec<(String, u64, u64, bool)>);

impl Progress for Watched {
    fn advanced(&mut self, advance: &Advance<'_>) {
        self.0.push((advance.file.to_owned(), advance.rows, advance.size - advance.read, advance.finished));
    }
}

/// Asks to stop as soon as something was committed.
struct Stops(Stop);

impl Progress for Stops {
    fn advanced(&mut self, _: &Advance<'_>) {
        self.0.ask(Interrupted::Terminate);
    }
}

/// Takes this file away as soon as something was committed.
struct Removes(PathBuf);

impl Progress for Removes {
    fn advanced(&mut self, _: &Advance<'_>) {
        let _ = fs::remove_file(&self.0);
    }
}

impl Import {
    fn of(files: &[(&str, &str)]) -> Self {
        let import = Self { files: TempDir::new().unwrap(), source: Arc::default() };
        for (name, text) in files {
            import.write(name, text.as_bytes());
        }
        import
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.files.path().join(name), bytes).unwrap();
    }

    fn rejects_directory(&self) -> PathBuf {
        self.files.path().join("rejected")
    }

    fn rejects(&self, noun: Noun) -> Option<String> {
        fs::read_to_string(self.rejects_directory().join(format!("{noun}.rejects.jsonl"))).ok()
    }

    async fn watched(&self, progress: &mut dyn Progress) -> Result<Summary, ImportError> {
        self.stopped_by(Stop::default(), progress).await
    }

    async fn stopped_by(&self, stop: Stop, progress: &mut dyn Progress) -> Result<Summary, ImportError> {
        let options =
            ImportOptions { start: Timestamp::from_millis(0), rejects: self.rejects_directory(), stop };
        import(self.files.path(), &self.source.importers(), &options, progress).await
    }

    async fn run(&self) -> Result<Summary, ImportError> {
        self.watched(&mut Silent).await
    }
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn users(count: usize) -> String {
    (1..=count).map(|id| format!("{{\"id\":{id}}}\n")).collect::<Vec<_>>().concat()
}

fn counts(summary: &Summary) -> [u64; 3] {
    [summary.added(), summary.present(), summary.rejected()]
}

/// An error as the command shows it: with all its causes.
fn told(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {}", told(cause)),
        None => error.to_string(),
    }
}

#[tokio::test]
async fn files_are_imported_each_after_those_that_it_refers_to() {
    let import = Import::of(&[
        ("likes.jsonl", r#"{"user":1,"collage":1}"#),
        ("comments.jsonl", r#"{"id":1,"collage":1,"user":1,"language":"en","text":"Nice"}"#),
        ("collages.jsonl", r#"{"id":1,"user":1,"items":[{"position":1,"product":1}]}"#),
        ("products.jsonl", r#"{"id":1,"texts":{"en":{"name":"Hat"}},"category":"Hats"}"#),
        ("users.jsonl", r#"{"id":1}"#),
    ]);
    assert_eq!(counts(&import.run().await.unwrap()), [5, 0, 0]);
    let nouns = import.source.with(|state| state.batches.iter().map(|(noun, _)| *noun).collect::<Vec<_>>());
    assert_eq!(nouns, ["users", "products", "collages", "comments", "likes"]);
}

#[tokio::test]
async fn rows_are_committed_in_batches() {
    let import = Import::of(&[("users.jsonl", &users(4_001))]);
    import.run().await.unwrap();
    let batches = import.source.with(|state| state.batches.clone());
    assert_eq!(batches, [("users", 2_000), ("users", 2_000), ("users", 1)]);
}

#[tokio::test]
async fn batches_of_long_lines_are_smaller() {
    let name = |id: usize| format!("{{\"id\":{id},\"padding\":\"{}\"}}\n", "x".repeat(1_000_000));
    let import = Import::of(&[("users.jsonl", &(1..=6).map(name).collect::<String>())]);
    import.run().await.unwrap();
    assert_eq!(import.source.with(|state| state.batches.clone()), [("users", 5), ("users", 1)]);
}

#[tokio::test]
async fn gzip_holds_the_same_rows() {
    let import = Import::of(&[]);
    let (first, second) =
        ("{\"id\":\"zoë\"}\r\n{\"id\":\"lena\",\"name\":\"Léna 🌸\"}\r\n\r\n", "{\"id\":3}");
    // The output of `cat a.gz b.gz` is one file, too.
    import.write("users.jsonl.gz", &[gzip(first), gzip(second)].concat());
    let summary = import.run().await.unwrap();
    assert_eq!(counts(&summary), [2, 0, 1]);
    assert_eq!(summary.files[0].name, "users.jsonl.gz");
    let name = import.source.with(|state| state.users["lena"].name.clone());
    assert_eq!(name.as_deref(), Some("Léna 🌸"));
}

#[tokio::test]
async fn nothing_to_import_is_an_error_that_says_what_was_looked_for() {
    let import = Import::of(&[("readme.txt", "")]);
    let error = import.run().await.unwrap_err().to_string();
    let files =
        "users.jsonl[.gz], products.jsonl[.gz], collages.jsonl[.gz], comments.jsonl[.gz], likes.jsonl[.gz]";
    assert!(error.ends_with(&format!("looked for {files}")), "{error}");

    let options =
        ImportOptions { start: Timestamp::from_millis(0), rejects: ".".into(), stop: Stop::default() };
    let nowhere = Path::new("/nowhere/at all");
    let error = super::import(nowhere, &import.source.importers(), &options, &mut Silent).await.unwrap_err();
    assert!(error.to_string().contains("'/nowhere/at all'"), "{error}");
}

#[tokio::test]
async fn two_files_of_one_noun_are_an_error_that_names_both() {
    let import = Import::of(&[("likes.jsonl", ""), ("likes.jsonl.gz", ""), ("users.jsonl", &users(1))]);
    let error = import.run().await.unwrap_err().to_string();
    assert!(error.contains("/likes.jsonl'") && error.contains("/likes.jsonl.gz'"), "{error}");
    assert_eq!(import.source.with(|state| state.users.len()), 0);
}

#[tokio::test]
async fn each_bad_row_is_kept_with_file_line_and_reason() {
    let likes = "{\"user\":1,\"collage\":9}\n\n{\"user\":1\n{\"user\":1,\"collage\":1}\r\n{\"user\":\"é\",\"collage\":1}\r\n\
                 {\"user\":2,\"collage\":1}";
    let import = Import::of(&[
        ("users.jsonl", &users(1)),
        ("collages.jsonl", r#"{"id":1,"user":1,"items":[]}"#),
        ("likes.jsonl", likes),
    ]);
    let summary = import.run().await.unwrap();
    assert_eq!(counts(&summary), [3, 0, 4]);
    let rule = "an identifier is 1 to 64 letters, digits, '-', '.', '_' or '~'";
    let expected = [
        (1, "there is no collage '9'".to_owned(), "{\"user\":1,\"collage\":9}"),
        (3, "broken JSON: EOF while parsing an object at column 9".to_owned(), "{\"user\":1"),
        (5, format!("'user': {rule}; found \"é\""), "{\"user\":\"é\",\"collage\":1}"),
        (6, "there is no user '2'".to_owned(), "{\"user\":2,\"collage\":1}"),
    ]
    .map(|(line, reason, row)| {
        serde_json::json!({"file": "likes.jsonl", "line": line, "reason": reason, "row": row})
    });
    let rejects = import.rejects(Noun::Likes).unwrap();
    let found: Vec<serde_json::Value> =
        rejects.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(found, expected);

    assert_eq!(summary.files[2].rejects, Some(import.rejects_directory().join("likes.rejects.jsonl")));
    assert_eq!((import.rejects(Noun::Users), &summary.files[0].rejects), (None, &None));
}

#[tokio::test]
async fn rejects_are_of_the_last_run_alone() {
    let import = Import::of(&[("users.jsonl", "{\"id\":1}\nbad\nworse\n")]);
    import.run().await.unwrap();
    assert_eq!(import.rejects(Noun::Users).unwrap().lines().count(), 2);
    import.write("users.jsonl", b"bad\n");
    import.run().await.unwrap();
    assert_eq!(import.rejects(Noun::Users).unwrap().lines().count(), 1);
    import.write("users.jsonl", b"{\"id\":1}\n");
    import.run().await.unwrap();
    assert_eq!(import.rejects(Noun::Users), None);
}

#[tokio::test]
async fn running_again_adds_nothing() {
    let import = Import::of(&[("users.jsonl", "{\"id\":1}\n{\"id\":2}\n{\"id\":\"1\"}\n")]);
    assert_eq!(counts(&import.run().await.unwrap()), [2, 1, 0]);
    assert_eq!(counts(&import.run().await.unwrap()), [0, 3, 0]);
}

#[tokio::test]
async fn a_failing_source_stops_the_import_and_running_again_completes_it() {
    let import = Import::of(&[("users.jsonl", &users(9_000)), ("likes.jsonl", "")]);
    import.source.with(|state| state.left = Some(2));
    let error = import.run().await.unwrap_err();
    assert_eq!(
        told(&error),
        "the import stopped at 'users.jsonl' with 4000 rows added, which stay; running it again continues: \
         the source is unavailable: the disk is full"
    );
    assert_eq!(import.rejects(Noun::Users), None);
    import.source.with(|state| state.left = None);
    assert_eq!(counts(&import.run().await.unwrap()), [5_000, 4_000, 0]);
}

#[tokio::test]
async fn what_stopped_an_import_is_told_whatever_becomes_of_the_rejects() {
    let import = Import::of(&[("users.jsonl", &users(3_000))]);
    import.source.with(|state| state.left = Some(1));
    let mut removes = Removes(import.rejects_directory().join("users.rejects.jsonl"));
    let text = told(&import.watched(&mut removes).await.unwrap_err());
    assert!(text.ends_with("the disk is full"), "{text}");
}

#[tokio::test]
async fn an_import_that_is_asked_to_stop_says_how_far_it_came_and_running_it_again_completes_it() {
    let import = Import::of(&[("users.jsonl", &users(9_000)), ("likes.jsonl", "")]);
    let stop = Stop::default();
    let error = import.stopped_by(stop.clone(), &mut Stops(stop)).await.unwrap_err();
    assert_eq!(
        told(&error),
        "the import stopped at 'users.jsonl' with 2000 rows added, which stay; running it again continues: it was \
         interrupted by SIGTERM"
    );
    let cause = std::error::Error::source(&error).and_then(|cause| cause.downcast_ref::<Interrupted>());
    assert_eq!(cause.map(|signal| signal.status()), Some(143));
    let ImportError::Stopped { so_far, .. } = error else { panic!("{error}") };
    assert_eq!(counts(&so_far), [2_000, 0, 0]);
    assert_eq!(counts(&import.run().await.unwrap()), [7_000, 2_000, 0]);
}

#[tokio::test]
async fn a_file_that_breaks_off_is_named_and_its_whole_rows_stay() {
    let import = Import::of(&[]);
    let whole = gzip(&users(50_000));
    import.write("users.jsonl.gz", &whole[..whole.len() / 2]);
    let error = import.run().await.unwrap_err();
    let text = told(&error);
    assert!(text.contains("/users.jsonl.gz' cannot be read to its end; it may be cut off"), "{text}");
    let ImportError::Stopped { so_far, .. } = error else { panic!("{text}") };
    assert!(so_far.added() > 2_000 && so_far.rejected() == 0, "{so_far}");

    import.write("users.jsonl.gz", &whole);
    assert_eq!(counts(&import.run().await.unwrap()), [50_000 - so_far.added(), so_far.added(), 0]);
}

#[tokio::test]
async fn what_is_no_gzip_is_named() {
    let import = Import::of(&[("users.jsonl.gz", &users(10))]);
    let text = told(&import.run().await.unwrap_err());
    assert!(
        text.contains("/users.jsonl.gz' cannot be read") && text.ends_with("invalid gzip header"),
        "{text}"
    );
}

#[tokio::test]
async fn fields_that_are_not_kept_are_counted() {
    let import = Import::of(&[(
        "users.jsonl",
        "{\"id\":1,\"source\":\"a\",\"age\":7}\n{\"id\":2,\"age\":null,\"source\":1}\n",
    )]);
    let not_kept = import.run().await.unwrap().files.remove(0).not_kept;
    assert_eq!(not_kept, [("age".to_owned(), 1), ("source".to_owned(), 2)].into());
}

#[tokio::test]
async fn progress_is_told_per_batch_and_ends_with_the_file() {
    let import = Import::of(&[("users.jsonl", &users(3_000))]);
    let mut watched = Watched::default();
    import.watched(&mut watched).await.unwrap();
    let rows: Vec<_> = watched.0.iter().map(|(file, rows, ..)| (file.as_str(), *rows)).collect();
    assert_eq!(rows, [("users.jsonl", 2_000), ("users.jsonl", 3_000), ("users.jsonl", 3_000)]);
    let left: Vec<_> = watched.0.iter().map(|(.., left, finished)| (*left > 0, *finished)).collect();
    assert_eq!(left, [(true, false), (false, false), (false, true)]);
}
