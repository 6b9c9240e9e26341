//! Credentials of people: the profiles that the AWS CLI writes work here, too.

use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    path::Path,
    process::{Command, Output},
    thread,
};

/// A server that responds to every call as STS does to `GetCallerIdentity`.
fn sts() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let body = "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>\
                </GetCallerIdentityResult></GetCallerIdentityResponse>";
    thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.expect("a connection");
            let _ = connection.read(&mut [0; 4096]);
            let head =
                format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
            let _ = connection.write_all((head + body).as_bytes());
        }
    });
    url
}

/// Runs a command with the profile `person` of this configuration.
fn run(command: &str, folder: &Path, profile: &str) -> Output {
    let file = folder.join("config");
    fs::write(&file, profile).expect("a file can be written");
    let options = [
        "--application=shop",
        "--environments=blue,green",
        "--production-prefix=shop",
        "--idle-prefix=shop-idle",
        "--bucket=bundles",
        "--public-url=https://api.example",
        "--region=eu-central-1",
    ];
    let mut tool = Command::new(env!("CARGO_BIN_EXE_ogrom-docker-deploy"));
    tool.args(options).arg(command).env_clear().env("HOME", folder).env("AWS_CONFIG_FILE", file);
    tool.env("AWS_PROFILE", "person").env("AWS_ENDPOINT_URL_STS", sts());
    tool.env("AWS_EC2_METADATA_DISABLED", "true").output().expect("it runs")
}

/// `policy` asks STS for the account.
#[test]
fn a_program_can_provide_the_credentials() {
    let folder = tempfile::tempdir().expect("a folder");
    let profile = r#"[profile person]
credential_process = /bin/echo '{"Version":1,"AccessKeyId":"key","SecretAccessKey":"secret"}'
"#;
    let output = run("policy", folder.path(), profile);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains(":123456789012:"));
}

#[test]
fn single_sign_on_is_known_and_its_absence_names_the_next_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let profile = "[profile person]\nsso_session = people\nsso_account_id = 123456789012\nsso_role_name = deployer\n\
                   [sso-session people]\nsso_region = eu-central-1\nsso_start_url = https://people.example\n\
                   sso_registration_scopes = sso:account:access\n";
    let output = run("status", folder.path(), profile);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(!said.contains("cargo feature") && said.contains("aws sso login"), "{said}");
}

#[test]
fn those_of_aws_login_are_refused_with_the_way_to_pass_them_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let profile =
        "[profile person]\nlogin_session = arn:aws:iam::123456789012:user/person\nregion = eu-central-1\n";
    let output = run("status", folder.path(), profile);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("aws configure export-credentials"), "{said}");
}
