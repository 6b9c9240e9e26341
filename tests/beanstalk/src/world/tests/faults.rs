//! A requested fault happens, and only once.

use super::{Bench, TWO_MINUTES, fault};
use crate::world::{
    Status,
    fault::{Fault, What, strike},
};

#[test]
fn a_fault_strikes_the_calls_that_it_belongs_to_as_often_as_it_should() {
    let throttled =
        Fault { on: Some("DescribeEvents".to_owned()), skip: 1, times: 2, ..fault(What::Throttled) };
    let mut faults = vec![throttled, fault(What::InternalErrorOnce), fault(What::SlowBoot)];
    let mut struck =
        |action| -> Vec<What> { strike(&mut faults, action).iter().map(|fault| fault.what).collect() };
    assert_eq!(struck("DescribeEvents"), [What::InternalErrorOnce]);
    assert_eq!(struck("DescribeEnvironments"), []);
    assert_eq!(struck("DescribeEvents"), [What::Throttled]);
    assert_eq!(struck("UpdateEnvironment"), [What::SlowBoot]);
    assert_eq!(struck("DescribeEvents"), [What::Throttled]);
    assert_eq!(struck("DescribeEvents"), []);
    assert_eq!(faults, []);
}

#[test]
fn a_fault_is_written_in_json_by_its_name() {
    let read: Fault = serde_json::from_str(r#"{"what":"swap-applied-answer-lost","times":2}"#).unwrap();
    assert_eq!(read, Fault { times: 2, ..fault(What::SwapAppliedAnswerLost) });
    serde_json::from_str::<Fault>(r#"{"what":"throttled","time":2}"#).unwrap_err();
}

#[test]
fn ready_with_the_old_label_and_no_event_that_says_why() {
    let mut bench = Bench::with_both();
    bench.deploy_with("green", "v2", fault(What::ReadyOldLabel)).unwrap();
    assert_eq!((bench.status("green"), bench.label("green")), (Status::Updating, "v2"));
    bench.pass(30);
    assert_eq!((bench.status("green"), bench.label("green")), (Status::Ready, "v1"));
    assert_eq!(bench.health("green"), ("Green", "Ok"));
    assert_eq!(bench.told("deploy"), ["Environment update is starting."]);
}

#[test]
fn one_instance_keeps_the_old_version_and_everything_else_speaks_of_success() {
    let mut bench = Bench::with_both();
    bench.deploy_with("green", "v2", fault(What::OneInstanceFailed)).unwrap();
    bench.pass(TWO_MINUTES);
    assert_eq!((bench.label("green"), bench.health("green")), ("v2", ("Green", "Ok")));
    assert_eq!(bench.told("deploy").last(), Some(&"Environment update completed successfully."));
    assert_eq!(bench.deployments("green"), [("v2", "Deployed"), ("v2", "Failed")]);
}

#[test]
fn green_is_info_for_a_while() {
    let mut bench = Bench::with_both();
    let for_a_minute = Fault { seconds: Some(60), ..fault(What::GreenInfo) };
    bench.deploy_with("green", "v2", for_a_minute).unwrap();
    bench.pass(TWO_MINUTES);
    assert_eq!((bench.status("green"), bench.health("green")), (Status::Ready, ("Green", "Info")));
    bench.pass(60);
    assert_eq!(bench.health("green"), ("Green", "Ok"));
}

#[test]
fn a_slow_boot_takes_so_much_longer() {
    let mut bench = Bench::with_both();
    bench.deploy_with("green", "v2", fault(What::SlowBoot)).unwrap();
    bench.pass(119);
    assert_eq!(bench.deployments("green"), [("v1", "Deployed"); 2]);
    bench.pass(1);
    assert_eq!(bench.deployments("green"), [("v2", "Deployed"); 2]);
    bench.pass(TWO_MINUTES);
    assert_eq!(bench.status("green"), Status::Ready);
}

#[test]
fn what_was_deployed_last_is_sick_once_the_names_are_swapped() {
    let mut bench = Bench::with_both();
    bench.deploy("green", "v2").unwrap();
    bench.pass(TWO_MINUTES);
    bench.swap_with(fault(What::SickAfterSwap)).unwrap();
    bench.pass(9);
    assert_eq!(bench.health("green"), ("Green", "Ok"));
    bench.pass(1);
    assert_eq!((bench.health("green"), bench.health("blue")), (("Red", "Severe"), ("Green", "Ok")));
}
