//! The options and their declarations.

use std::time::Duration;

use super::*;

#[test]
fn the_command_line_is_consistent() {
    APP.debug_assert::<Cli>();
}

#[test]
fn without_a_command_it_serves() {
    let cli = Cli::from_arguments(["ogrom", "--port", "0"]).unwrap();
    assert!(matches!(cli.into_command(), Command::Serve(serve) if serve.listen.port == 0));
}

#[test]
fn times_have_units() {
    let timeout = |text| {
        let cli =
            Cli::from_arguments(["ogrom", &format!("--source-timeout={text}")]).map_err(|e| e.to_string())?;
        let Command::Serve(serve) = cli.into_command() else { panic!("it serves") };
        Ok::<_, String>(serve.protection.source_timeout)
    };
    assert_eq!(timeout("500ms"), Ok(Duration::from_millis(500)));
    assert_eq!(timeout("2m"), Ok(Duration::from_mins(2)));
    for wrong in ["2", "soon", "-1s", ""] {
        assert!(timeout(wrong).unwrap_err().contains("a time is"), "{wrong}");
    }
}

#[test]
fn the_table_of_options_is_up_to_date() {
    let arguments = ["ogrom", "config", "options", "--format=markdown"];
    let Ok(Command::Config(config)) = Cli::from_arguments(arguments).map(Cli::into_command) else {
        panic!("it prints the options")
    };
    let committed: Vec<_> = include_str!("../../OPTIONS.md").lines().collect();
    let mend = "cargo run -q -- config options --format markdown > run/OPTIONS.md";
    assert_eq!(config.report::<Cli>(&APP).unwrap().lines().collect::<Vec<_>>(), committed, "{mend}");
}
