//! Bundles, unpacked and read.

use std::io::{Cursor, Write};

use tempfile::tempdir;
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{dockerfile::Dockerfile, unpack};

const DOCKERFILE: &str = "\
# Deployed.
FROM scratch
COPY --chown=10001:10001 ogrom /ogrom
ENV A=b C=\"d\"
USER 10001:10001
EXPOSE 5000/tcp 5001
HEALTHCHECK --interval=10s \\
    CMD [\"/ogrom\", \"healthcheck\"]
ENTRYPOINT [\"/ogrom\", \"serve\"]
";

fn zipped(files: &[(&str, &str, u32)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text, mode) in files {
        writer.start_file(*name, SimpleFileOptions::default().unix_permissions(*mode)).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn unpacked(files: &[(&str, &str, u32)]) -> Result<super::Unpacked, String> {
    unpack(&zipped(files), tempdir().unwrap().path())
}

#[test]
fn a_bundle_says_what_is_started_and_how() {
    let settings =
        "option_settings:\n  aws:elasticbeanstalk:application:environment:\n    SERVER_PORT: 5000\n";
    let later = "option_settings:\n- namespace: a\n  option_name: b\n  value: true\n";
    let found = unpacked(&[
        ("Dockerfile", DOCKERFILE, 0o644),
        ("ogrom", "", 0o755),
        (".ebextensions/1.config", settings, 0o644),
        (".ebextensions/2.config", later, 0o644),
        (".ebextensions/readme.txt", ":", 0o644),
    ])
    .unwrap();
    assert!(found.program.ends_with("ogrom"));
    assert_eq!((found.arguments, found.port), (vec!["serve".to_owned()], 5000));
    assert_eq!(
        found.variables,
        [("A", "b"), ("C", "d")].map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    let options: Vec<_> =
        found.options.iter().map(|((_, name), value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(options, [("b", "true"), ("SERVER_PORT", "5000")]);
}

#[test]
fn what_cannot_run_is_refused_with_the_reason() {
    let dockerfile = ("Dockerfile", DOCKERFILE, 0o644);
    for (files, why) in [
        (vec![("ogrom", "", 0o755)], "Dockerfile: No such file"),
        (vec![dockerfile], "ogrom: No such file"),
        (vec![dockerfile, ("ogrom", "", 0o644)], "ogrom: permission denied, its mode is 644"),
        (
            vec![dockerfile, ("ogrom", "", 0o755), (".ebextensions/a.config", "a: [", 0o644)],
            "a.config is invalid",
        ),
    ] {
        let refused = unpacked(&files).unwrap_err();
        assert!(refused.contains(why), "{refused}");
    }
    let refused = unpack(b"no archive", tempdir().unwrap().path()).unwrap_err();
    assert!(refused.starts_with("No zip archive"), "{refused}");
}

#[test]
fn what_only_building_an_image_could_do_is_refused() {
    for (text, why) in [
        ("FROM debian\nRUN apt-get update\n", "cannot do RUN"),
        ("FROM scratch\nENTRYPOINT [\"/a\"]\n", "no port is exposed"),
        ("FROM scratch\nEXPOSE 1\n", "nothing is started"),
        ("FROM scratch\nEXPOSE 1\nENTRYPOINT /a serve\n", "there is no shell"),
        ("FROM scratch\nCOPY a b /c\n", "one file at a time"),
    ] {
        let refused = Dockerfile::read(text).unwrap_err();
        assert!(refused.contains(why), "{refused}");
    }
}

#[tokio::test]
async fn a_command_runs_in_the_folder_with_the_variables_unless_its_test_fails() {
    let file = "container_commands:\n  \
        1-writes: { command: 'echo $A >written', leader_only: true }\n  \
        2-never: { command: 'exit 1', test: 'test -n \"$B\"' }\n  \
        3-fails: { command: 'echo no table; exit 3' }\n";
    let folder = tempdir().unwrap();
    let bundle = zipped(&[
        ("Dockerfile", DOCKERFILE, 0o644),
        ("ogrom", "", 0o755),
        (".ebextensions/1.config", file, 0o644),
    ]);
    let found = unpack(&bundle, folder.path()).unwrap();
    let variables = [("A".to_owned(), "b".to_owned())].into();
    let mut results = Vec::new();
    for command in found.commands.values() {
        results.push(command.run(&found.folder, &variables).await);
    }
    assert_eq!(std::fs::read_to_string(folder.path().join("written")).unwrap(), "b\n");
    assert_eq!(results[..2], [Ok(()), Ok(())]);
    let failed = results[2].as_ref().unwrap_err();
    assert!(failed.contains("no table") && failed.contains('3'), "{failed}");
}
