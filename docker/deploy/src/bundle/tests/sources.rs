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

#[test]
fn both_ways_to_an_image_build_the_same_profile() {
    let bundle = fs::read_to_string(folder().join("../bundle")).unwrap();
    let built = fs::read_to_string(folder().join("../Dockerfile")).unwrap();
    assert!(bundle.contains("local profile=dist "), "{bundle}");
    assert!(built.contains(" --profile dist ") && built.contains("/dist/ogrom\" "), "{built}");
}

/// The lines after the last FROM, which is of nothing; of those that copy only whither, as the program comes from elsewhere.
fn last_stage(text: &str) -> Vec<&str> {
    let (_, stage) = text.rsplit_once("\nFROM scratch\n").unwrap();
    let lines = stage.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| if line.starts_with("COPY ") { line.rsplit(' ').next().unwrap() } else { line })
        .collect()
}
