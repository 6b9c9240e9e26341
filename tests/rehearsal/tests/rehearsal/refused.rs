//! Settings that are wrong, and objects that cannot be read: nothing moves, and the message says what to do.

use ogrom_tests_rehearsal::{
    deployer::Ran,
    stage::{BUCKET, ENVIRONMENTS, Stage},
};

use crate::{Ended, PROGRAMS, unnoticed};

#[test]
#[ignore = "long: ./test --rehearsal"]
fn a_wrong_public_url_moves_nothing() {
    let stage = Stage::new(PROGRAMS);
    let second = stage.version(1);
    let bundle = second.bundle.to_string_lossy().into_owned();
    let up = |url: &str| -> Ran { stage.run(&["--public-url", url, "up", &bundle]) };
    unnoticed("wrong public URLs", &stage, &[&stage.first], || {
        up("http://typo.example").ended(3, &["does not respond", "Nothing was changed", "--skip-public-url"]);
        up("").ended(2, &["--public-url is missing"])
    });
    let unset = stage.run_with(&[("OGROM_DEPLOY_PUBLIC_URL", "")], &["up", &bundle]);
    unset.ended(2, &["--public-url is missing"]);
    assert_eq!(stage.live(), ENVIRONMENTS[0]);
    let skipped = stage.run(&["--public-url", "http://typo.example", "--skip-public-url", "up", &bundle]);
    skipped.ended(0, &["is not needed"]);
    assert_eq!(stage.live(), ENVIRONMENTS[1]);
}

#[test]
#[ignore = "long: ./test --rehearsal"]
fn a_bucket_and_records_that_cannot_be_read_are_no_lock_of_others() {
    let stage = Stage::new(PROGRAMS);
    let second = stage.version(1);
    let bundle = second.bundle.to_string_lossy().into_owned();
    let nowhere = stage.run(&["--bucket", "nowhere", "up", &bundle]);
    nowhere.ended(3, &["NoSuchBucket", "Production is untouched"]);
    stage.run(&["--bucket", "nowhere", "plan", &bundle]).ended(3, &["NoSuchBucket"]);
    for (key, content) in [
        ("locks/shop/blue.green.json", "{\"deployment\":\"x\""),
        ("shop/journals/blue.green.json", "no JSON"),
    ] {
        stage.put(BUCKET, key, content);
    }
    let held = stage.run(&["--lock-wait", "0s", "up", &bundle]);
    held.ended(75, &["its owner cannot be read", "unlock --force"]);
    stage.run(&["unlock"]).ended(75, &["unlock --force"]);
    stage.run(&["unlock", "--force"]).ended(0, &[]);
    unnoticed("unreadable records", &stage, &[&stage.first, &second], || stage.up(&second))
        .ended(0, &["the journal cannot be read"]);
}
