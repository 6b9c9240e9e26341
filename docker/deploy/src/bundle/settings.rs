//! The options in `.ebextensions`: the files must parse, and name nothing that Beanstalk does not know.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::{Mistake, archive::File};

/// The keys of a file beside its settings (Elastic Beanstalk, "Customizing software on Linux servers", "Adding and
/// customizing environment resources").
const KEYS: [&str; 10] = [
    "Outputs",
    "Resources",
    "commands",
    "container_commands",
    "files",
    "groups",
    "packages",
    "services",
    "sources",
    "users",
];

/// The namespaces of settings (Elastic Beanstalk, "General options for all environments"); a `*` is any name.
const NAMESPACES: [&str; 33] = [
    "aws:autoscaling:asg",
    "aws:autoscaling:launchconfiguration",
    "aws:autoscaling:scheduledaction",
    "aws:autoscaling:trigger",
    "aws:autoscaling:updatepolicy:rollingupdate",
    "aws:ec2:instances",
    "aws:ec2:vpc",
    "aws:elasticbeanstalk:application",
    "aws:elasticbeanstalk:application:environment",
    "aws:elasticbeanstalk:application:environmentsecrets",
    "aws:elasticbeanstalk:cloudwatch:logs",
    "aws:elasticbeanstalk:cloudwatch:logs:health",
    "aws:elasticbeanstalk:command",
    "aws:elasticbeanstalk:control",
    "aws:elasticbeanstalk:environment",
    "aws:elasticbeanstalk:environment:process:*",
    "aws:elasticbeanstalk:environment:proxy",
    "aws:elasticbeanstalk:environment:proxy:staticfiles",
    "aws:elasticbeanstalk:healthreporting:system",
    "aws:elasticbeanstalk:hostmanager",
    "aws:elasticbeanstalk:managedactions",
    "aws:elasticbeanstalk:managedactions:platformupdate",
    "aws:elasticbeanstalk:monitoring",
    "aws:elasticbeanstalk:sns:topics",
    "aws:elasticbeanstalk:sqsd",
    "aws:elasticbeanstalk:trafficsplitting",
    "aws:elasticbeanstalk:xray",
    "aws:elb:listener:*",
    "aws:elb:loadbalancer",
    "aws:elb:policies",
    "aws:elbv2:listener:*",
    "aws:elbv2:listenerrule:*",
    "aws:elbv2:loadbalancer",
];

/// One file of `.ebextensions`.
#[derive(Deserialize)]
struct Extension {
    #[serde(default)]
    option_settings: BTreeMap<String, BTreeMap<String, Value>>,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

/// The ports in the properties, on one of which the service listens.
#[derive(Debug, Default)]
pub(super) struct Ports {
    /// The value of `SERVER_PORT`.
    pub(super) server_port: Option<String>,
    /// The value of `PORT`, which counts more.
    pub(super) port: Option<String>,
}

/// The ports in the properties. All mistakes are added.
pub(super) fn ports(files: &[File], mistakes: &mut Vec<Mistake>) -> Ports {
    let mut ports = Ports::default();
    // Beanstalk reads them by their names, and so were they sorted.
    for file in files.iter().filter(|file| file.name.starts_with(".ebextensions/")) {
        let mut wrong = |message: String| mistakes.push(Mistake::new(&file.name, message));
        let Some(extension) = read(file, &mut wrong) else { continue };
        for (namespace, options) in &extension.option_settings {
            for (option, value) in options {
                check(option, value, &mut wrong);
            }
            if namespace == "aws:elasticbeanstalk:application:environment" {
                ports.server_port = options.get("SERVER_PORT").map(text).or(ports.server_port);
                ports.port = options.get("PORT").map(text).or(ports.port);
            }
        }
    }
    ports
}

/// The file, if it can be read, with all names in it resolved.
fn read(file: &File, wrong: &mut impl FnMut(String)) -> Option<Extension> {
    let text = file.text().map_err(|error| wrong(error.to_string())).ok()?;
    let parsed = serde_saphyr::from_str::<Extension>(text);
    let extension = parsed.map_err(|error| wrong(error.without_snippet().to_string())).ok()?;
    for key in extension.rest.keys().filter(|key| !KEYS.contains(&key.as_str())) {
        wrong(format!("'{key}' is no key that Beanstalk knows"));
    }
    for namespace in extension.option_settings.keys().filter(|namespace| !known(namespace)) {
        wrong(format!("'{namespace}' is no namespace that Beanstalk knows"));
    }
    Some(extension)
}

fn known(namespace: &str) -> bool {
    NAMESPACES.iter().any(|known| match known.strip_suffix('*') {
        Some(prefix) => namespace.strip_prefix(prefix).is_some_and(|name| !name.is_empty()),
        None => *known == namespace,
    })
}

fn check(option: &str, value: &Value, wrong: &mut impl FnMut(String)) {
    if value.is_array() || value.is_object() || value.is_null() {
        wrong(format!("{option} must be a text, a number, or true or false"));
    } else if option == "ConfigDocument"
        && let Err(error) = serde_json::from_str::<Value>(&text(value))
    {
        wrong(format!("{option} is no JSON: {error}"));
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}
