//! The next step of a person after a fault: a sentence that ends with the command to run again.

use crate::{Fault, FaultKind, Settings};

/// The next step after a fault. `again` is the command that continues.
pub(crate) fn remedy(fault: &Fault, settings: &Settings, again: &str) -> String {
    let first = match fault.kind {
        FaultKind::Denied => permit(fault, settings),
        FaultKind::Expired => "sign in again, since the credentials have expired".to_owned(),
        // The profiles of `aws login` need a client and cryptography of their own, which nothing else here uses.
        FaultKind::Unidentified if fault.message.contains("credentials-login") => {
            "pass the credentials of 'aws login' on: eval \"$(aws configure export-credentials --format env)\"".to_owned()
        }
        FaultKind::Unidentified => {
            "use credentials that AWS knows: sign in by 'aws sso login', or check the profile, the keys and the session \
             token"
                .to_owned()
        }
        FaultKind::Skewed => "set the clock of this machine, which AWS finds wrong".to_owned(),
        FaultKind::NoBucket => "name a bucket that exists with --bucket".to_owned(),
        FaultKind::OtherRegion => {
            "name the region of the environments and of the bucket with --region; both must be in one"
                .to_owned()
        }
        FaultKind::TooManyVersions => format!("delete old versions: {}", settings.run("clean --keep 2")),
        FaultKind::Throttled | FaultKind::Refused | FaultKind::Lost => return again.to_owned(),
    };
    format!("{first}; then {again}")
}

/// AWS names the action that was denied. It is another one than the call where Beanstalk acts by the rights of its
/// caller.
fn permit(fault: &Fault, settings: &Settings) -> String {
    let called = fault.call.action();
    let policy = settings.run("policy");
    match fault.denied_action() {
        Some(action) if action != called => format!(
            "permit {action}, which Elastic Beanstalk needs of its caller for {called}, or give both environments an \
             operations role"
        ),
        _ => format!("permit {called} ({policy} prints the whole policy)"),
    }
}
