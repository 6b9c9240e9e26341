//! Each mistake, planted in a bundle that is good otherwise, has its message.

use std::fs;

use super::{args, files};
use crate::bundle::{
    Bundle, Nginx, Processor,
    archive::{File, pack},
    check, nginx, run,
};

const DOCKERFILE: &str = "Dockerfile";
const SERVICE: &str = ".ebextensions/10-service.config";
const HEALTH: &str = ".ebextensions/20-health.config";
const LIMITS: &str = ".platform/nginx/conf.d/10-limits.conf";

/// The mistakes of a good bundle after this change.
fn said(plant: impl FnOnce(&mut Vec<File>)) -> Vec<String> {
    let mut files = files();
    plant(&mut files);
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("planted.zip");
    fs::write(&path, pack(&files).unwrap()).unwrap();
    let errors = Bundle::read(&path).unwrap_err();
    errors.mistakes().iter().map(ToString::to_string).collect()
}

/// Replaces one text by another, in one of the files.
fn replace(name: &str, old: &str, new: &str) -> impl FnOnce(&mut Vec<File>) {
    move |files| {
        let file = files.iter_mut().find(|file| file.name == name).unwrap();
        let text = file.text().unwrap();
        assert!(text.contains(old), "{text}");
        file.bytes = text.replacen(old, new, 1).into_bytes();
    }
}

fn add(name: &str, bytes: &str) -> impl FnOnce(&mut Vec<File>) {
    move |files| {
        let bytes = bytes.as_bytes().to_owned();
        files.push(File { name: name.to_owned(), mode: File::REGULAR | 0o644, bytes });
    }
}

fn chmod(name: &str, mode: u32) -> impl FnOnce(&mut Vec<File>) {
    move |files| files.iter_mut().find(|file| file.name == name).unwrap().mode = File::REGULAR | mode
}

#[test]
fn without_one_of_its_files_there_is_no_bundle() {
    let without = |name: &'static str| said(move |files| files.retain(|file| file.name != name));
    assert_eq!(without("Dockerfile"), ["Dockerfile: is missing"]);
    assert_eq!(
        without("ogrom"),
        ["ogrom: is missing", "Dockerfile: copies 'ogrom', which is not in the bundle"]
    );
    assert_eq!(without("ogrom.json"), ["ogrom.json: is missing"]);
    assert_eq!(without(SERVICE), [".ebextensions: must set SERVER_PORT"]);
}

#[test]
fn nothing_else_belongs_into_it() {
    for name in
        ["docker-compose.yml", ".ebextensions/10-service.config~", ".platform/nginx/conf.d/../nginx.conf"]
    {
        assert_eq!(said(add(name, "")), [format!("{name}: does not belong into a bundle")]);
    }
}

#[test]
fn modes_are_those_of_a_program_and_of_settings() {
    assert_eq!(said(chmod("ogrom", 0o644)), ["ogrom: has the mode 100644, and must have 100755"]);
    assert_eq!(said(chmod("Dockerfile", 0o600)), ["Dockerfile: has the mode 100600, and must have 100644"]);
    let mut files = files();
    files[0].mode = 0o120_777;
    let errors = check::check(&files, &super::super::Linked::WAYS).err().unwrap();
    assert_eq!(
        errors.to_string(),
        format!("the bundle is wrong:\n{SERVICE}: has the mode 120777, and must have 100644"),
    );
}

#[test]
fn one_port_is_exposed_and_it_is_the_one_of_the_service() {
    let expose = |line| said(replace(DOCKERFILE, "EXPOSE 5000\n", line));
    let wrong =
        |found| [format!("Dockerfile: must EXPOSE one port, the first counts and no other: found {found}")];
    assert_eq!(expose(""), wrong("none"));
    assert_eq!(expose("EXPOSE 5000 8080\n"), wrong("5000 8080"));
    assert_eq!(expose("EXPOSE 5000\nEXPOSE 8080\n"), wrong("5000 8080"));
    let differs = |exposed, set| {
        [format!("Dockerfile: exposes {exposed}, but .ebextensions sets SERVER_PORT to {set}")]
    };
    assert_eq!(expose("EXPOSE 8080/tcp\n"), differs("8080", "5000"));
    assert_eq!(said(replace(SERVICE, "SERVER_PORT: 5000", "SERVER_PORT: '80'")), differs("5000", "80"));
    let later = "option_settings:\n  aws:elasticbeanstalk:application:environment:\n    SERVER_PORT: 81\n";
    assert_eq!(said(add(".ebextensions/60.config", later)), differs("5000", "81"));
    assert_eq!(said(replace(SERVICE, "SERVER_PORT", "PORT")), [".ebextensions: must set SERVER_PORT"]);
}

#[test]
fn a_dockerfile_must_parse_and_copy_what_is_there() {
    let copied = ["Dockerfile: copies './ogrum', which is not in the bundle"];
    assert_eq!(said(replace(DOCKERFILE, "COPY ogrom", "COPY ./ogrum")), copied);
    let broken = said(replace(DOCKERFILE, "COPY", "COPPY"));
    assert!(broken[0].starts_with("Dockerfile: "), "{broken:?}");
    let builds = "FROM scratch AS other\nCOPY .ebextensions /\nFROM scratch\nCOPY --from=other /a /b\n";
    let good = said(|files| {
        replace(DOCKERFILE, "FROM scratch\n", builds)(files);
        chmod("ogrom.json", 0o600)(files);
    });
    assert_eq!(good, ["ogrom.json: has the mode 100600, and must have 100644"]);
}

#[test]
fn settings_must_parse_and_name_what_beanstalk_knows() {
    let of = |file, message: &str| [format!("{file}: {message}")];
    assert_eq!(
        said(replace(HEALTH, "aws:elasticbeanstalk:healthreporting", "aws:beanstalk:healthreporting")),
        of(HEALTH, "'aws:beanstalk:healthreporting:system' is no namespace that Beanstalk knows"),
    );
    assert_eq!(
        said(replace(HEALTH, "option_settings", "options")),
        of(HEALTH, "'options' is no key that Beanstalk knows"),
    );
    assert_eq!(
        said(replace(HEALTH, "{\"Version\": 1", "{\"Version\": one")),
        of(HEALTH, "ConfigDocument is no JSON: expected value at line 1 column 13"),
    );
    assert_eq!(
        said(replace(HEALTH, "SystemType: enhanced", "SystemType: [enhanced]")),
        of(HEALTH, "SystemType must be a text, a number, or true or false"),
    );
    for (old, new) in [("MatcherHTTPCode:", "MatcherHTTPCode"), ("MatcherHTTPCode:", "HealthCheckPath:")] {
        let found = said(replace(HEALTH, old, new));
        assert!(matches!(&*found, [one] if one.starts_with(HEALTH) && !one.contains('\n')), "{found:?}");
    }
    assert!(run(&args(&tempfile::tempdir().unwrap())).is_ok());
}

#[test]
fn options_can_be_a_list_and_have_a_largest_size() {
    let option = |name: &str, value: &str| {
        format!(
            "option_settings:\n  - namespace: aws:elasticbeanstalk:application:environment\n    option_name: {name}\n    value: {value}\n"
        )
    };
    let differs = ["Dockerfile: exposes 5000, but .ebextensions sets SERVER_PORT to 81"];
    assert_eq!(said(add(".ebextensions/60.config", &option("SERVER_PORT", "81"))), differs);
    let nameless = "option_settings:\n  - value: 81\n";
    let said_of = said(add(".ebextensions/60.config", nameless));
    assert!(matches!(&*said_of, [one] if one.contains("missing field `option_name`")), "{said_of:?}");
    let long = said(add(".ebextensions/60.config", &option("NOTE", &"x".repeat(4096))));
    assert!(matches!(&*long, [one] if one.ends_with("of which Beanstalk takes 4096 at most")), "{long:?}");
}

#[test]
fn nginx_must_take_its_configuration() {
    assert_eq!(
        said(replace(LIMITS, "client_max_body_size", "client_max_body")),
        [".platform/nginx: unknown directive \"client_max_body\" in conf.d/10-limits.conf:3"],
    );
    // The platform sets it in the same block.
    assert_eq!(
        said(add(".platform/nginx/conf.d/elasticbeanstalk/10.conf", "keepalive_timeout 90;")),
        [
            ".platform/nginx: \"keepalive_timeout\" directive is duplicate in conf.d/elasticbeanstalk/10.conf:1"
        ],
    );
}

#[test]
fn without_nginx_it_is_said_that_its_configuration_was_not_tested() {
    let mut mistakes = Vec::new();
    let mut files = files();
    replace(LIMITS, "client_max_body_size", "client_max_body")(&mut files);
    let found = nginx::check_with(&["/nowhere/nginx"], files.iter(), &mut mistakes);
    assert_eq!((found, mistakes), (Nginx::Skipped("nginx is not installed".to_owned()), vec![]));
}

#[test]
fn the_release_makes_a_label_that_is_legal() {
    let release = |version: &str, commit: &str| {
        let bytes = format!(r#"{{"version": "{version}", "commit": "{commit}"}}"#);
        said(|files| {
            files.retain(|file| file.name != "ogrom.json");
            add("ogrom.json", &bytes)(files);
        })
    };
    assert_eq!(
        release("main/1", super::COMMIT),
        ["ogrom.json: the version 'main/1' is none of semver, such as 1.2.3"],
    );
    let long = format!("1.0.0-{}", "x".repeat(73));
    assert_eq!(
        release(&long, super::COMMIT),
        [format!("ogrom.json: the version '{long}' is longer than 78 characters")],
    );
    assert_eq!(
        release("1.2.3", "0123456"),
        ["ogrom.json: the commit '0123456' is not 40 hexadecimal digits"]
    );
}

#[test]
fn what_is_no_program_is_refused() {
    let script = said(|files| {
        files.retain(|file| file.name != "ogrom");
        add("ogrom", "#!/bin/sh\n")(files);
        chmod("ogrom", 0o755)(files);
    });
    assert_eq!(script, ["ogrom: is no 64-bit program of Linux"]);
    let program = |at: usize, value: u8| {
        said(|files| files.iter_mut().find(|file| file.name == "ogrom").unwrap().bytes[at] = value)
    };
    assert_eq!(program(16, 1), ["ogrom: is a core file or an object file, and no program"]);
    assert_eq!(program(16, 3), ["ogrom: is a shared library, and no program"]);
    assert_eq!(program(16, 4), ["ogrom: is a core file or an object file, and no program"]);
    assert_eq!(program(18, 40), ["ogrom: is for a processor that no instance has"]);
    assert_eq!(program(96, 121), ["ogrom: is cut"]);
    assert_eq!(program(41, 1), ["ogrom: is cut"]);
}

#[test]
fn the_service_listens_where_nginx_forwards_to() {
    let preferred = |place: &str| {
        [format!("{place}: sets PORT to 80, which the service prefers to SERVER_PORT; 5000 is exposed")]
    };
    for line in ["ENV PORT=80\n", "ENV PORT 80\n", "ENV A=1 PORT=\"80\"\n"] {
        assert_eq!(said(replace(DOCKERFILE, "EXPOSE", &format!("{line}EXPOSE"))), preferred("Dockerfile"));
    }
    assert_eq!(
        said(replace(SERVICE, "SERVER_PORT: 5000", "SERVER_PORT: 5000\n    PORT: 80")),
        preferred(".ebextensions")
    );
}

#[test]
fn an_image_can_be_built_and_started_without_a_registry_and_a_shell() {
    let one = |old: &str, new: &str| said(replace(DOCKERFILE, old, new));
    let command = "ENTRYPOINT [\"/ogrom\"]\nCMD [\"serve\"]\n";
    assert_eq!(one(command, ""), ["Dockerfile: starts nothing: it has neither ENTRYPOINT nor CMD"]);
    let shell = "Dockerfile: starts its program by a shell, and its image has none: write [\"/ogrom\"]";
    assert_eq!(one("[\"/ogrom\"]", "/ogrom"), [shell]);
    assert_eq!(
        one("[\"/ogrom\"]", "[\"/bin/ogrom\"]"),
        ["Dockerfile: starts '/bin/ogrom', which it does not copy"]
    );
    assert_eq!(one("EXPOSE", "RUN ls\nEXPOSE"), ["Dockerfile: runs a command, and its image has no shell"]);
    assert_eq!(
        one("FROM scratch", "FROM alpine"),
        ["Dockerfile: builds from 'alpine', which only a registry has"]
    );
}

#[test]
fn instance_types_have_a_processor() {
    for (name, processor) in [
        ("t3.small", Processor::X86),
        ("t4g.small", Processor::Arm),
        ("m7gd.large", Processor::Arm),
        ("g4dn.xlarge", Processor::X86),
        ("g5g.xlarge", Processor::Arm),
        ("im4gn.large", Processor::Arm),
        ("a1.medium", Processor::Arm),
    ] {
        assert_eq!(Processor::of_instance_type(name), processor, "{name}");
    }
}

#[test]
fn a_bundle_has_a_largest_size() {
    assert_eq!(check::size(512_000_000), None);
    assert_eq!(
        check::size(512_000_001).unwrap().to_string(),
        "the bundle: has 512000001 bytes, of which Beanstalk takes 512000000 at most",
    );
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let found = said(|files| {
        chmod("ogrom", 0o600)(files);
        replace(DOCKERFILE, "EXPOSE 5000", "EXPOSE 80")(files);
        replace(LIMITS, "17m", "17x")(files);
        add("Dockerrun.aws.json", "{}")(files);
    });
    assert_eq!(
        found,
        [
            "Dockerrun.aws.json: does not belong into a bundle",
            "ogrom: has the mode 100600, and must have 100755",
            "Dockerfile: exposes 80, but .ebextensions sets SERVER_PORT to 5000",
            ".platform/nginx: \"client_max_body_size\" directive invalid value in conf.d/10-limits.conf:3",
        ],
    );
}
