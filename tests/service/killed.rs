//! An import that is killed in the middle is completed by a second run.
//!
//! One of the files is a pipe, through which the test sends as many rows as it likes before it kills the import. So
//! the import is surely in the middle, while its action at that moment is left to chance.

use std::{
    fs::{self, File},
    io::Write,
    process::Command,
};

use ogrom_tests::app::TestApp;
use ogrom_tests_mariadb::Server;

use crate::{
    data::{self, FILES, LIKES, ROWS, counts, place},
    ogrom::{Folder, Running},
};

/// Kills an import after so many rows of this noun, and completes it.
fn killed_after(rows: usize, noun: &str) {
    killed_in(&Folder::new(), rows, noun);
}

/// The same on a server.
fn killed_on_mariadb_after(rows: usize, noun: &str) {
    let server = Server::shared();
    killed_in(&Folder::with_database(server.database()), rows, noun);
}

fn killed_in(folder: &Folder, rows: usize, noun: &str) {
    data::write(folder);
    kill_after(rows, noun, folder);
    let (_, count) = FILES.into_iter().find(|(name, _)| *name == noun).expect("a noun");
    is_incomplete(folder, &place(noun, count - 1));

    let completed = folder.run(&["import", "."]).well().out;
    let mut present = 0;
    for (noun, count) in FILES {
        let [added, there, rejected] = counts(&completed, &format!("{noun}.jsonl"));
        assert_eq!((added + there, rejected), (count, 0), "{completed}");
        present += there;
    }
    assert!((200..ROWS).contains(&present), "some rows were there already: {completed}");
    let again = folder.run(&["import", "."]).well().out;
    assert_eq!(counts(&again, "total"), [0, ROWS, 0]);
    is_complete(folder);
}

/// Imports with a pipe in place of the file, sends so many rows, and kills.
fn kill_after(rows: usize, noun: &str, folder: &Folder) {
    let path = folder.at(&format!("{noun}.jsonl"));
    let whole = fs::read(&path).expect("it was written");
    fs::remove_file(&path).expect("it was written");
    let made = Command::new("mkfifo").arg(&path).status().expect("there is mkfifo");
    assert!(made.success());
    let import = Running::start(&mut folder.ogrom(&["import", "."]));
    // Opening waits until the import opens the other end.
    let mut pipe = File::options().write(true).open(&path).expect("a pipe can be opened");
    pipe.write_all(data::rows(noun, 0..rows).as_bytes()).expect("the import reads");
    import.signal("KILL");
    let ended = import.wait();
    assert!(!ended.status.success() && ended.out.is_empty(), "it was not in the middle: {ended:#?}");
    drop(pipe);
    fs::remove_file(&path).expect("it was made");
    fs::write(&path, whole).expect("a file can be written");
}

/// A killed import leaves all that it had committed, and that is not all rows.
fn is_incomplete(folder: &Folder, missing: &str) {
    let app = TestApp::over(&folder.database());
    app.get("en-GB/users/u199").is(200);
    app.get(missing).is_refused(404, "not-found");
    let likes: usize = likes(&app).iter().sum();
    assert!(likes < LIKES * 500, "{likes} likes");
}

/// All rows are there once, and all counts fit.
fn is_complete(folder: &Folder) {
    let app = TestApp::over(&folder.database());
    assert_eq!(app.ids("en-GB/products?limit=100").len(), 300);
    assert_eq!(likes(&app), [LIKES; 500]);
    let comments: usize = ["de-DE", "en-GB", "fr-FR"]
        .map(|locale| app.ids(&format!("{locale}/comments?limit=100")).len())
        .iter()
        .sum();
    assert_eq!(comments, 5_000);
    for (noun, count) in FILES {
        for number in [0, count / 2, count - 1] {
            app.get(&place(noun, number)).is(200);
        }
    }
}

/// How many users like each collage, according to the collages themselves.
fn likes(app: &TestApp) -> Vec<usize> {
    let collages = app.items("en-GB/collages?limit=100");
    collages
        .iter()
        .map(|collage| collage["likes"].as_u64().expect("a count").try_into().expect("a few"))
        .collect()
}

#[test]
fn before_anything_of_a_file_was_committed() {
    killed_after(0, "products");
}

#[test]
fn within_the_first_batch() {
    killed_after(400, "collages");
}

#[test]
fn early_among_comments() {
    killed_after(2_100, "comments");
}

#[test]
fn late_among_comments() {
    killed_after(4_999, "comments");
}

#[test]
fn early_among_likes() {
    killed_after(2_001, "likes");
}

#[test]
fn late_among_likes() {
    killed_after(4_100, "likes");
}

#[test]
fn early_among_comments_on_mariadb() {
    killed_on_mariadb_after(2_100, "comments");
}

#[test]
fn late_among_likes_on_mariadb() {
    killed_on_mariadb_after(4_100, "likes");
}
