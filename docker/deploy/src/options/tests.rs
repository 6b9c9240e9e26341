//! The settings that result from the command line and its variables.

use clap::{CommandFactory, Parser};

use super::{Cli, Program};

/// All that is needed.
const RIGHT: [&str; 6] = [
    "--application=shop",
    "--environments=blue,green",
    "--production-prefix=shop",
    "--idle-prefix=shop-idle",
    "--bucket=bundles",
    "--public-url=https://api.example/",
];

fn settings(arguments: &[&str]) -> Result<crate::Settings, crate::Abort> {
    let cli =
        Cli::try_parse_from(["ogrom-docker-deploy", "status"].iter().chain(arguments)).expect("it parses");
    cli.options.settings(Program { name: "ogrom-docker-deploy".to_owned(), whole: String::new() })
}

#[test]
fn the_command_line_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn all_that_is_missing_or_wrong_is_told_at_once() {
    let wrong = ["--public-url", "api.example", "--environments", "blue,blue", "--lock-time", "5s"];
    let abort = settings(&wrong).expect_err("nothing is right");
    assert_eq!(
        abort.to_string(),
        "The settings are wrong:\n  \
         --application is missing (or OGROM_DEPLOY_APPLICATION)\n  \
         --production-prefix is missing (or OGROM_DEPLOY_PRODUCTION_PREFIX)\n  \
         --idle-prefix is missing (or OGROM_DEPLOY_IDLE_PREFIX)\n  \
         --bucket is missing (or OGROM_DEPLOY_BUCKET)\n  \
         --environments takes two different names, as blue,green\n  \
         --public-url is 'api.example' and not a URL as https://api.example\n  \
         --lock-time is less than three times --poll-interval: the lock would expire in use"
    );
}

#[test]
fn a_lock_that_a_killed_run_left_behind_expires_within_the_default_wait() {
    let settings = settings(&RIGHT).expect("all is there");
    assert_eq!(settings.public_url, "https://api.example");
    assert!(settings.waits.lock_wait > settings.waits.lock);
}

#[test]
fn a_name_with_a_wildcard_is_refused() {
    let wild = RIGHT.map(|option| if option == "--bucket=bundles" { "--bucket=*" } else { option });
    let abort = settings(&wild).expect_err("it is many buckets");
    assert!(abort.to_string().contains("--bucket is '*', and no name"), "{abort}");
}

#[test]
fn an_empty_option_is_missing() {
    let abort = settings(&[&RIGHT[..5], &["--public-url", ""]].concat()).expect_err("it is empty");
    assert!(abort.to_string().contains("--public-url is missing"), "{abort}");
}

#[test]
fn names_of_environments_may_have_spaces_around() {
    let settings = settings(&[&RIGHT[..1], &["--environments=blue, green"], &RIGHT[2..]].concat());
    assert_eq!(settings.expect("all is there").environments, ["blue", "green"]);
}

#[test]
fn numbers_that_make_no_sense_are_refused() {
    for (wrong, words) in [
        ("--poll-interval=0s", "--poll-interval is 0: "),
        ("--bake-errors=NaN", "--bake-errors is NaN, "),
        ("--bake-errors=-1", "--bake-errors is -1, "),
    ] {
        let abort = settings(&[&RIGHT[..], &[wrong]].concat()).expect_err(wrong);
        assert!(abort.to_string().contains(words), "{abort}");
    }
}

#[test]
fn every_option_is_a_variable_too() {
    let command = Cli::command();
    let options = command.get_arguments().filter(|option| option.is_global_set());
    for option in options {
        let long = option.get_long().expect("it has a long form");
        let variable = format!("OGROM_DEPLOY_{}", long.to_uppercase().replace('-', "_"));
        assert_eq!(option.get_env().and_then(|name| name.to_str()), Some(&*variable));
    }
}

#[test]
fn a_switch_is_given_by_a_variable_as_people_write_it() {
    let option = Cli::command()
        .get_arguments()
        .find(|option| option.get_id() == "json")
        .cloned()
        .expect("there is one");
    for (value, wanted) in [("1", true), ("0", false), ("yes", true), ("false", false)] {
        let command =
            clap::Command::new("tool").arg(option.clone().env(None::<&'static str>).default_value(value));
        let matches = command.try_get_matches_from(["tool"]).expect("it parses");
        assert_eq!(matches.get_flag("json"), wanted, "{value}");
    }
}
