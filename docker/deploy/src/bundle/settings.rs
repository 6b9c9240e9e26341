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
const NAMESPACES: [&str; 34] = [
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
    "aws:elasticbeanstalk:customoption",
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

/// The namespace of properties, which are environment variables of the container.
const PROPERTIES: &str = "aws:elasticbeanstalk:application:environment";

/// How many bytes of properties an environment may have (Elastic Beanstalk, "Environment properties and other software
/// settings").
const MOST: usize = 4096;

/// One file of `.ebextensions`.
#[derive(Deserialize)]
struct Extension {
    /// Options by namespace, or a list of options, as AWS documents both.
    #[serde(default)]
    option_settings: Value,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

/// An option in the form of a list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    /// Without it, the option is a property.
    #[serde(default = "properties")]
    namespace: String,
    option_name: String,
    value: Value,
}

fn properties() -> String {
    PROPERTIES.to_owned()
}

/// The ports in the properties, on one of which the service listens.
#[derive(Debug, Default)]
pub(super) struct PropertyPorts {
    /// The value of `SERVER_PORT`.
    pub(super) server_port: Option<String>,
    /// The value of `PORT`, which counts more.
    pub(super) port: Option<String>,
}

/// The ports in the properties. All mistakes are added.
pub(super) fn ports(files: &[File], mistakes: &mut Vec<Mistake>) -> PropertyPorts {
    let mut properties = BTreeMap::new();
    // Beanstalk reads them by their names, and so were they sorted.
    for file in files.iter().filter(|file| file.name.starts_with(".ebextensions/")) {
        let mut wrong = |message: String| mistakes.push(Mistake::new(&file.name, message));
        for (namespace, option, value) in read(file, &mut wrong) {
            check(&option, &value, &mut wrong);
            if namespace == PROPERTIES {
                properties.insert(option, text(&value));
            }
        }
    }
    // Beanstalk counts names and values, with a separator for each.
    let length: usize = properties.iter().map(|(name, value)| name.len() + value.len() + 2).sum();
    if length > MOST {
        let message = format!("has {length} bytes of properties, of which Beanstalk takes {MOST} at most");
        mistakes.push(Mistake::new(".ebextensions", message));
    }
    PropertyPorts { server_port: properties.remove("SERVER_PORT"), port: properties.remove("PORT") }
}

/// The options of a file, each with its namespace and value.
fn read(file: &File, wrong: &mut impl FnMut(String)) -> Vec<(String, String, Value)> {
    let parsed = file.text().map_err(|error| error.to_string()).and_then(|text| {
        serde_saphyr::from_str::<Extension>(text).map_err(|error| error.without_snippet().to_string())
    });
    let Extension { option_settings, rest } = match parsed {
        Ok(extension) => extension,
        Err(error) => {
            wrong(error);
            return Vec::new();
        }
    };
    for key in rest.keys().filter(|key| !KEYS.contains(&key.as_str())) {
        wrong(format!("'{key}' is no key that Beanstalk knows"));
    }
    let options = options(option_settings).unwrap_or_else(|error| {
        wrong(format!("option_settings: {error}"));
        Vec::new()
    });
    let mut namespaces: Vec<_> = options.iter().map(|(namespace, ..)| namespace).collect();
    namespaces.dedup();
    for namespace in namespaces.into_iter().filter(|namespace| !known(namespace)) {
        wrong(format!("'{namespace}' is no namespace that Beanstalk knows"));
    }
    options
}

/// Options in one of the two forms that AWS documents.
fn options(settings: Value) -> serde_json::Result<Vec<(String, String, Value)>> {
    Ok(match settings {
        Value::Null => Vec::new(),
        Value::Array(_) => {
            let options: Vec<Listed> = serde_json::from_value(settings)?;
            options
                .into_iter()
                .map(|Listed { namespace, option_name, value }| (namespace, option_name, value))
                .collect()
        }
        _ => {
            let namespaces: BTreeMap<String, BTreeMap<String, Value>> = serde_json::from_value(settings)?;
            let of = |(namespace, options): (String, BTreeMap<String, Value>)| {
                options.into_iter().map(move |(option, value)| (namespace.clone(), option, value))
            };
            namespaces.into_iter().flat_map(of).collect()
        }
    })
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
