//! The image that is built from the sources, with a registry, ends in the one that is deployed.

use std::fs;

use super::folder;

#[test]
fn both_dockerfiles_end_in_the_same_image() {
    let deployed = fs::read_to_string(folder().join("Dockerfile")).unwrap();
    let built = fs::read_to_string(folder().join("../Dockerfile")).unwrap();
    let (deployed, built) = (last_stage(&deployed), last_stage(&built));
    assert_eq!(deployed, built);
    assert!(deployed.len() > 5, "{deployed:?}");
}

/// As `docker/bundle` does.
#[test]
fn what_is_deployed_is_built_with_its_own_profile() {
    let built = fs::read_to_string(folder().join("../Dockerfile")).unwrap();
    assert!(built.contains(" --profile dist ") && built.contains("/dist/ogrom\" "), "{built}");
}

/// The lines after the last FROM, which is of nothing. Of lines that copy, only the destination counts, since the
/// program comes from elsewhere.
fn last_stage(text: &str) -> Vec<&str> {
    let (_, stage) = text.rsplit_once("\nFROM scratch\n").unwrap();
    let lines = stage.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| if line.starts_with("COPY ") { line.rsplit(' ').next().unwrap() } else { line })
        .collect()
}
