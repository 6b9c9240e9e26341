//! Names are exchanged.

use super::{Bench, fault};
use crate::world::{Status, fault::What};

const PROD: &str = "prod.eu-central-1.elasticbeanstalk.com";
const IDLE: &str = "idle.eu-central-1.elasticbeanstalk.com";

fn names(bench: &Bench) -> [&str; 2] {
    ["blue", "green"].map(|name| bench.environment(name).cname.as_str())
}

#[test]
fn both_sides_are_busy_and_the_names_change_while_they_are() {
    let mut bench = Bench::with_both();
    bench.swap().unwrap();
    assert_eq!((names(&bench), bench.status("blue")), ([PROD, IDLE], Status::Updating));
    bench.pass(2);
    assert_eq!((names(&bench), bench.status("green")), ([IDLE, PROD], Status::Updating));
    bench.deploy("blue", "v2").unwrap_err();
    bench.deploy("green", "v2").unwrap_err();
    bench.swap().unwrap_err();
    bench.pass(8);
    assert_eq!([bench.status("blue"), bench.status("green")], [Status::Ready; 2]);
    assert_eq!(
        bench.told("swap"),
        [
            "swapEnvironmentCNAMEs is starting.",
            "swapEnvironmentCNAMEs is starting.",
            "Completed swapping CNAMEs for environments 'blue' and 'green'.",
            "Completed swapping CNAMEs for environments 'blue' and 'green'.",
            "swapEnvironmentCNAMEs completed successfully.",
            "swapEnvironmentCNAMEs completed successfully.",
        ]
    );
}

#[test]
fn a_second_swap_undoes_the_first() {
    let mut bench = Bench::with_both();
    bench.swap().unwrap();
    bench.pass(10);
    bench.swap().unwrap();
    bench.pass(10);
    assert_eq!(names(&bench), [PROD, IDLE]);
}

#[test]
fn what_runs_does_not_notice_and_the_health_stays() {
    let mut bench = Bench::with_both();
    let done = bench.done.len();
    bench.swap().unwrap();
    assert_eq!(bench.health("blue"), ("Green", "Ok"));
    bench.pass(10);
    assert_eq!((bench.done.len(), bench.health("green")), (done, ("Green", "Ok")));
}

#[test]
fn somebody_elses_swap_is_over_before_the_call_counts_or_is_in_its_way() {
    let mut bench = Bench::with_both();
    bench.world.swap_by_somebody_else(&[fault(What::SwapBySomebodyElse)]);
    assert_eq!((names(&bench), bench.status("blue")), ([IDLE, PROD], Status::Ready));

    let mut bench = Bench::with_both();
    let slow = crate::world::fault::Fault { seconds: Some(60), ..fault(What::SwapBySomebodyElse) };
    bench.world.swap_by_somebody_else(&[slow]);
    assert_eq!(names(&bench), [IDLE, PROD]);
    let refused = bench.swap().unwrap_err();
    assert!(refused.message.ends_with("Must be Ready."), "{}", refused.message);
    bench.pass(60);
    assert_eq!([bench.status("blue"), bench.status("green")], [Status::Ready; 2]);
}

#[test]
fn an_environment_is_not_swapped_with_itself() {
    let mut bench = Bench::with_both();
    let blue = crate::world::Which::named("blue");
    bench.world.swap(&blue, &blue, "swap", &[]).unwrap_err();
}
