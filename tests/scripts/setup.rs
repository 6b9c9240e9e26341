//! docker/setup, docker/platform and docker/teardown, with a stand-in for the CLI of AWS: which parameters arrive, and what ends it before anything is made.

use std::{fs, os::unix::fs::symlink};

use crate::machine::Machine;

/// An account with one platform, where a stack exists once it was made.
const AWS: &str = r#"case $* in
*'describe-stacks'*' json')
    echo '{"Stacks": [{"Outputs": [
        {"OutputKey": "Role", "OutputValue": "arn:aws:iam::123456789012:role/shop-deploy"},
        {"OutputKey": "PublicUrl", "OutputValue": "http://shop.example"}]}]}'
    ;;
*'describe-stacks'*)
    [ -e "$HOME/stack" ] || { echo 'Stack with id shop does not exist' >&2; exit 254; }
    ;;
*'cloudformation deploy'*) touch "$HOME/stack" ;;
*'list-available-solution-stacks'*) echo '{"SolutionStacks": ["64bit Amazon Linux 2023 v4.9.0 running Docker"]}' ;;
*'list-open-id-connect-providers'*) echo '{"OpenIDConnectProviderList": []}' ;;
*'describe-managed-prefix-lists'*) echo '{"PrefixLists": [{"PrefixListId": "pl-1"}]}' ;;
*'get-caller-identity'*) echo 123456789012 ;;
*'check-dns-availability'*) echo True ;;
esac"#;

/// A machine from which an account can be set up.
fn machine() -> Machine {
    let machine = Machine::new();
    machine.has("aws", AWS);
    machine.has("gh", "echo example@1/shop@2");
    machine.has("ogrom-docker-deploy", "echo '{}'");
    let tool = machine.path("target/debug/ogrom-docker-deploy");
    fs::create_dir_all(tool.parent().expect("it is in a folder")).expect("folders can be made");
    symlink(machine.path("bin/ogrom-docker-deploy"), tool).expect("the folder was empty");
    machine
}

/// The parameters with which the stack was made or changed last.
fn parameters(machine: &Machine) -> String {
    let calls = machine.calls("aws");
    let deployed = calls.iter().rfind(|call| call.starts_with("cloudformation deploy"));
    let (_, parameters) =
        deployed.and_then(|call| call.split_once("--parameter-overrides ")).unwrap_or_default();
    parameters.to_owned()
}

#[test]
fn a_name_and_a_repository_are_enough() {
    let machine = machine();
    let ended = machine.run("docker/setup", &["shop", "Repository=example/shop"]);
    ended.ends_with(0);
    ended.says("OGROM_DEPLOY_PUBLIC_URL=http://shop.example\nOGROM_DEPLOY_ROLE=arn:aws:iam::123456789012:role/shop-deploy");
    assert_eq!(
        parameters(&machine),
        "GitHubProvider= IdlePrefix=shop-idle-123456789012 \
         Platform=64bit Amazon Linux 2023 v4.9.0 running Docker ProductionPrefix=shop-123456789012 \
         Repository=example/shop RepositoryWithIds=example@1/shop@2"
    );
    let policies = machine.calls("aws");
    assert!(policies.contains(
        &"iam put-role-policy --role-name shop-deploy --policy-name deploy --policy-document {}".to_owned()
    ));
}

#[test]
fn a_second_run_changes_only_the_given_parameters() {
    let machine = machine();
    machine.run("docker/setup", &["shop", "Repository=example/shop"]).ends_with(0);
    let ended = machine
        .run("docker/setup", &["shop", "https://api.example", "InstanceType=t3.large", "CloudFront=yes"]);
    ended.ends_with(0);
    ended.says("OGROM_DEPLOY_PUBLIC_URL=https://api.example");
    assert_eq!(parameters(&machine), "CloudFrontPrefixList=pl-1 InstanceType=t3.large");
    let ended =
        machine.run("docker/setup", &["shop", "Platform=64bit Amazon Linux 2023 v5.0.0 running Docker"]);
    ended.ends_with(2);
    ended.says("docker/platform");
}

#[test]
fn a_lookup_that_fails_is_not_a_stack_that_is_missing() {
    let machine = machine();
    machine.run("docker/setup", &["shop", "Repository=example/shop"]).ends_with(0);
    let made = machine.calls("aws").len();
    machine.has("aws", "echo 'Rate exceeded' >&2; exit 254");
    let ended = machine.run("docker/setup", &["shop", "InstanceType=t3.large"]);
    ended.ends_with(2);
    ended.says("Rate exceeded");
    assert!(
        !machine.calls("aws")[made..].iter().any(|call| call.contains("deploy")),
        "{:?}",
        machine.calls("aws")
    );
}

#[test]
fn a_first_run_that_cannot_succeed_makes_nothing() {
    for (arguments, words) in [
        (&["shop"][..], "the repository that deploys is missing"),
        (&["a-name-that-is-longer-than-environments-can-be", "Repository=example/shop"], "at most 34"),
        (&["shop", "Repository=example/shop", "CloudFront"], "'CloudFront' is no PARAMETER=VALUE"),
        (&["shop", "Repository=example/shop", "CloudFront=maybe"], "CloudFront is yes or no"),
    ] {
        let machine = machine();
        let ended = machine.run("docker/setup", arguments);
        ended.ends_with(2);
        ended.says(words);
        assert_eq!(parameters(&machine), "");
    }
    let machine = machine();
    machine.has("aws", &AWS.replace("echo True", "echo False"));
    let ended = machine.run("docker/setup", &["shop", "Repository=example/shop"]);
    ended.ends_with(2);
    ended.says("shop-123456789012 is another environment's name already: ProductionPrefix=…");
    assert_eq!(parameters(&machine), "");
}

#[test]
fn a_new_platform_comes_to_the_idle_environment_alone() {
    let machine = machine();
    let status = r#"{"live": {"environment": "blue"}, "idle": {"environment": "green"}, "lock": null}"#;
    machine.has("ogrom-docker-deploy", &format!("echo '{status}'"));
    machine.has("aws", &format!("case $* in *describe-environments*) echo older; exit ;; esac\n{AWS}"));
    let ended = machine.run("docker/platform", &[]);
    ended.ends_with(0);
    ended.says("green: older → 64bit Amazon Linux 2023 v4.9.0 running Docker");
    let update = "elasticbeanstalk update-environment --environment-name green \
        --solution-stack-name 64bit Amazon Linux 2023 v4.9.0 running Docker";
    let calls = machine.calls("aws");
    let updates: Vec<_> = calls.iter().filter(|call| call.contains("update-environment")).collect();
    assert_eq!(updates, [update]);

    let busy = status.replace("null", r#"{"owner": "ci"}"#);
    machine.has("ogrom-docker-deploy", &format!("echo '{busy}'"));
    let ended = machine.run("docker/platform", &[]);
    ended.ends_with(2);
    ended.says("a deployment is running");
    assert_eq!(machine.calls("aws").len(), calls.len());
}

#[test]
fn a_service_is_removed_only_by_its_name() {
    let machine = machine();
    machine.has("aws", "case $* in *StackResourceDetail*) echo shop-bucket ;; esac");
    let ended = machine.run("docker/teardown", &["shop"]);
    ended.ends_with(2);
    ended.says("nothing was deleted");
    assert!(!machine.calls("aws").iter().any(|call| call.contains("delete")), "{:?}", machine.calls("aws"));
}
