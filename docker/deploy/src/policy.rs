//! The policies of IAM that a deployment needs: of the tool's own calls, of the work that Beanstalk does by the rights of
//! the caller, and of the trust in the workflows of a repository.

mod downstream;
mod trust;

use serde_json::{Value, json};

pub use self::trust::Trust;
use crate::{Call, Settings, call::Scope};

/// The place of the resources that a policy names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The partition of its region, as `aws` (AWS, "Amazon Resource Names").
    partition: &'static str,
    region: String,
    account: String,
}

/// The policy of the role that deploys one application: exactly the calls made here, and the copy that Beanstalk makes of
/// a bundle by the rights of its caller.
pub fn policy(settings: &Settings, place: &Place) -> Value {
    let statement = |sid: &str, scope: Scope, resources: Value| {
        let calls = Call::ALL.into_iter().filter(|call| call.scopes().contains(&scope));
        let actions: Vec<String> = calls.map(Call::action).collect();
        json!({"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources})
    };
    let Settings { application, bucket, .. } = settings;
    let environments = settings
        .environments
        .iter()
        .map(|name| place.beanstalk(&format!("environment/{application}/{name}")));
    document(&[
        statement("Environments", Scope::Environments, environments.collect()),
        // AWS requires the application too, to create a version ("Actions, resources, and condition keys for AWS Elastic
        // Beanstalk").
        statement(
            "Versions",
            Scope::Versions,
            json!([
                place.beanstalk(&format!("application/{application}")),
                place.beanstalk(&format!("applicationversion/{application}/*")),
            ]),
        ),
        statement(
            "Objects",
            Scope::Objects,
            json!([
                place.object(bucket, &format!("{application}/*")),
                place.object(bucket, &settings.lock_key()),
            ]),
        ),
        downstream::processing(place),
    ])
}

/// The policy of what Beanstalk does in the name of the caller, where an environment has no operations role (Elastic
/// Beanstalk, "Managing Elastic Beanstalk user policies").
pub fn downstream_policy(place: &Place) -> Value {
    document(&downstream::statements(place))
}

/// The trust policy of the role that deploys: it admits tokens that GitHub made for this repository.
pub fn trust_policy(trust: &Trust, place: &Place) -> Value {
    let issuer = "token.actions.githubusercontent.com";
    document(&[json!({
        "Sid": "Workflows",
        "Effect": "Allow",
        "Principal": {"Federated": place.arn("iam", "", &format!("oidc-provider/{issuer}"))},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {
            format!("{issuer}:aud"): "sts.amazonaws.com",
            format!("{issuer}:sub"): trust.subjects(),
        }},
    })])
}

fn document(statements: &[Value]) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

// === impl Place ===

impl Place {
    /// The place of an account in a region. The error says which of both is none.
    pub fn new(region: &str, account: &str) -> Result<Self, String> {
        if account.len() != 12 || !account.chars().all(|digit| digit.is_ascii_digit()) {
            return Err(format!("--account is '{account}', and not the 12 digits of an account"));
        }
        let plain = |character: char| {
            character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-'
        };
        if !region.contains('-') || !region.chars().all(plain) {
            return Err(format!("--region is '{region}', and not a name as eu-central-1"));
        }
        let partition = match region.split_once('-').map(|(area, rest)| (area, rest.starts_with("gov-"))) {
            Some(("cn", _)) => "aws-cn",
            Some(("us", true)) => "aws-us-gov",
            _ => "aws",
        };
        Ok(Self { partition, region: region.to_owned(), account: account.to_owned() })
    }

    /// A resource of the account. Resources of IAM are in no region.
    fn arn(&self, service: &str, region: &str, resource: &str) -> String {
        let Self { partition, account, .. } = self;
        format!("arn:{partition}:{service}:{region}:{account}:{resource}")
    }

    fn beanstalk(&self, resource: &str) -> String {
        self.arn("elasticbeanstalk", &self.region, resource)
    }

    fn object(&self, bucket: &str, key: &str) -> String {
        format!("arn:{}:s3:::{bucket}/{key}", self.partition)
    }

    /// The bucket that Beanstalk makes for itself in each region of an account.
    fn beanstalk_bucket(&self) -> String {
        format!("arn:{}:s3:::elasticbeanstalk-{}-{}", self.partition, self.region, self.account)
    }
}
