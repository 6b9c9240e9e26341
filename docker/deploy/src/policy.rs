//! The policy that permits exactly the calls of this tool, and the trust policy of its role.

use std::str::FromStr;

use serde_json::{Value, json};

use crate::{Call, Settings, call::Scope};

/// The principals that a role trusts: the workflows of a repository on GitHub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    /// The repository, as `owner/name`.
    repository: String,
    /// The branch or tag, as `refs/heads/main`.
    reference: String,
}

/// The policy that permits exactly the calls made here, for one application.
pub fn policy(settings: &Settings, region: &str, account: &str) -> Value {
    let Settings { application, bucket, .. } = settings;
    let beanstalk = format!("arn:aws:elasticbeanstalk:{region}:{account}");
    let environments =
        settings.environments.iter().map(|name| format!("{beanstalk}:environment/{application}/{name}"));
    let statement = |sid: &str, scope: Scope, resources: Value| {
        let calls = Call::ALL.into_iter().filter(|call| call.scope() == scope);
        let actions: Vec<String> = calls.map(Call::action).collect();
        json!({"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources})
    };
    json!({
        "Version": "2012-10-17",
        "Statement": [
            statement("Environments", Scope::Environments, environments.collect()),
            statement("Versions", Scope::Versions, json!([format!("{beanstalk}:applicationversion/{application}/*")])),
            statement("Objects", Scope::Objects, json!([
                format!("arn:aws:s3:::{bucket}/{application}/*"),
                format!("arn:aws:s3:::{bucket}/{}", settings.lock_key()),
            ])),
        ],
    })
}

/// The trust policy of the role with that policy: it admits tokens that GitHub made for this repository.
pub fn trust_policy(trust: &Trust, account: &str) -> Value {
    let issuer = "token.actions.githubusercontent.com";
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "Workflows",
            "Effect": "Allow",
            "Principal": {"Federated": format!("arn:aws:iam::{account}:oidc-provider/{issuer}")},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {"StringEquals": {
                format!("{issuer}:aud"): "sts.amazonaws.com",
                format!("{issuer}:sub"): format!("repo:{}:ref:{}", trust.repository, trust.reference),
            }},
        }],
    })
}

// === impl Trust ===

impl FromStr for Trust {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = || {
            "the trusted repository is written as github:OWNER/REPO or github:OWNER/REPO:refs/heads/BRANCH"
                .to_owned()
        };
        let place = text.strip_prefix("github:").ok_or_else(form)?;
        let (repository, reference) = place.split_once(':').unwrap_or((place, "main"));
        // A wildcard in here would trust all forks, or all repositories.
        let plain = |part: &str| !part.is_empty() && !part.contains(['*', '?', ':', ' ']);
        let (owner, name) = repository.split_once('/').ok_or_else(form)?;
        if !plain(owner) || !plain(name) || name.contains('/') || !plain(reference) {
            return Err(form());
        }
        let reference = match reference {
            whole if whole.starts_with("refs/") => whole.to_owned(),
            branch => format!("refs/heads/{branch}"),
        };
        Ok(Self { repository: repository.to_owned(), reference })
    }
}
