//! Files that are meant and not looked at.

use super::*;

#[tokio::test]
async fn a_file_that_nearly_has_the_right_name_is_an_error_where_its_rows_would_be_missing() {
    for name in ["user.jsonl", "Users.jsonl", "users.json", "USERS.jsonl.gz", "users.jsonl.zst"] {
        let import = Import::of(&[(name, &users(1)), ("likes.jsonl", "")]);
        let error = import.run().await.unwrap_err().to_string();
        assert!(error.contains(&format!("/{name}' is ignored: rename it to 'users.jsonl'")), "{error}");
    }
    // Nothing is missing where the right one is there, too.
    let import = Import::of(&[
        ("user.jsonl", &users(1)),
        ("users.jsonl", &users(2)),
        ("other.jsonl.gz", ""),
        ("a.txt", ""),
    ]);
    import.write("users.rejects.jsonl", b"");
    let summary = import.run().await.unwrap();
    assert_eq!(
        (counts(&summary), &*summary.passed_over),
        ([2, 0, 0], &["other.jsonl.gz", "user.jsonl"].map(String::from)[..])
    );
    assert!(summary.to_string().contains("no noun has the name: other.jsonl.gz, user.jsonl\n"), "{summary}");
}

#[tokio::test]
async fn what_has_the_name_of_a_file_and_cannot_be_read_is_an_error() {
    let import = Import::of(&[("likes.jsonl", "")]);
    let path = import.files.path().join("users.jsonl");
    std::os::unix::fs::symlink("nowhere", &path).unwrap();
    let text = told(&import.run().await.unwrap_err());
    assert!(text.contains("/users.jsonl' cannot be read: No such file"), "{text}");
    fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink("users.jsonl", &path).unwrap();
    let text = told(&import.run().await.unwrap_err());
    assert!(text.contains("/users.jsonl' cannot be read: "), "a link to itself: {text}");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let text = told(&import.run().await.unwrap_err());
    assert!(text.ends_with("/users.jsonl' cannot be read: is a directory"), "{text}");
    fs::remove_dir(&path).unwrap();
    import.write("other.jsonl", users(3).as_bytes());
    std::os::unix::fs::symlink("other.jsonl", &path).unwrap();
    assert_eq!(
        counts(&import.run().await.unwrap()),
        [3, 0, 0],
        "a link that leads somewhere is as good as a file"
    );
}
