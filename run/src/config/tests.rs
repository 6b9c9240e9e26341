//! The options and their declarations.

use std::time::Duration;

use clap::CommandFactory;

use super::{declared::Declared, *};

#[test]
fn the_command_line_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn without_a_command_it_serves() {
    let cli = Cli::try_parse_from(["ogrom", "--port", "0"]).unwrap();
    assert!(matches!(cli.into_command(), Command::Serve(serve) if serve.port == 0));
}

#[test]
fn times_have_units() {
    let timeout = |text| {
        let cli =
            Cli::try_parse_from(["ogrom", &format!("--source-timeout={text}")]).map_err(|e| e.to_string())?;
        let Command::Serve(serve) = cli.into_command() else { panic!("it serves") };
        Ok::<_, String>(serve.protection.source_timeout)
    };
    assert_eq!(timeout("500ms"), Ok(Duration::from_millis(500)));
    assert_eq!(timeout("2m"), Ok(Duration::from_mins(2)));
    for wrong in ["2", "soon", "-1s", ""] {
        assert!(timeout(wrong).unwrap_err().contains("a time is"), "{wrong}");
    }
}

/// The options of all commands.
fn options() -> Vec<clap::Arg> {
    fn collect(command: &clap::Command, found: &mut Vec<clap::Arg>) {
        found.extend(command.get_arguments().cloned());
        command.get_subcommands().for_each(|below| collect(below, found));
    }
    let mut found = Vec::new();
    collect(&Cli::command(), &mut found);
    found
}

#[test]
fn every_option_says_what_it_is_and_has_a_default_or_none() {
    for option in options() {
        let name = option.get_id();
        assert!(option.get_help().is_some(), "{name} has no doc comment");
        if option.get_env().is_some() {
            assert!(
                option.get_long().is_some() && !option.is_required_set(),
                "{name} is asked for everywhere"
            );
        }
    }
}

#[test]
fn every_variable_is_called_as_its_option() {
    for option in options() {
        let (Some(variable), Some(long)) = (option.get_env(), option.get_long()) else { continue };
        let ours = format!("OGROM_{}", long.to_uppercase().replace('-', "_"));
        assert!(
            variable == &*ours || (long, variable) == ("port", "PORT".as_ref()),
            "{variable:?} is not {ours}"
        );
    }
}

#[test]
fn every_default_is_a_value_that_its_option_takes() {
    for option in options() {
        let Some(declared) = Declared::of(&option) else { continue };
        for default in declared.defaults() {
            assert_eq!(declared.judge(&default), Ok(()), "--{} {default:?}", declared.long);
            assert!(!declared.hides(&default), "the default of --{} is no secret", declared.long);
        }
    }
}
