//! The double in place of Elastic Beanstalk: started, set up, and given its faults.

use std::{
    net::{IpAddr, SocketAddr},
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use ogrom_tests::{
    group::{Group, PATIENCE, Process},
    plain::ask,
};
use serde_json::{Value, json};

use crate::cloud::{Cloud, Credentials, REGION};

/// For how many seconds a response of its DNS may be cached.
pub const TTL: u64 = 2;

/// How many of its seconds a real one has, so that two minutes of health checks are over in two seconds.
const SPEED: u32 = 60;

/// An environment before it is made.
#[derive(Debug, Clone)]
pub struct Place {
    /// Its name.
    pub name: &'static str,
    /// The address of its balancer.
    pub balancer: IpAddr,
    /// Where its instances listen.
    pub instances: Vec<SocketAddr>,
}

/// A double that runs, with the time a minute a second.
#[derive(Debug)]
pub struct Beanstalk {
    _process: Process,
    api: SocketAddr,
    dns: SocketAddr,
}

// === impl Beanstalk ===

impl Beanstalk {
    /// One without environments, which fetches bundles from the cloud as this user.
    pub fn start(program: &Path, cloud: &Cloud, user: &Credentials, places: &[Place], group: &Group) -> Self {
        let mut double = Command::new(program);
        double.args(["--ttl", &TTL.to_string(), "--clock-speed", &SPEED.to_string(), "--region", REGION]);
        double.args(["--s3", &cloud.url(), "--s3-key", &format!("{}:{}", user.key, user.secret)]);
        double.arg("--home").arg(group.folder());
        for Place { name, balancer, instances } in places {
            let instances: Vec<_> = instances.iter().map(ToString::to_string).collect();
            double.args(["--place", &format!("{name}={balancer}/{}", instances.join(","))]);
        }
        let mut process = group.start("beanstalk", &mut double);
        process.until("the double", |process| process.log().contains("}\n"));
        let log = process.log();
        let said: Option<Value> = log.lines().find_map(|line| serde_json::from_str(line).ok());
        let said = said.unwrap_or_else(|| panic!("no addresses: {log}"));
        let address = |name: &str| {
            let text = said[name].as_str().map(|text| text.trim_start_matches("http://"));
            text.and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no {name}: {said}"))
        };
        Self { _process: process, api: address("api"), dns: address("dns") }
    }

    /// The address for calls.
    pub fn api(&self) -> SocketAddr {
        self.api
    }

    /// The DNS server for the addresses of its environments.
    pub fn dns(&self) -> SocketAddr {
        self.dns
    }

    /// Calls it, which must work.
    pub fn call(&self, action: &str, parameters: &[(&str, &str)]) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("Action", action).append_pair("Version", "2010-12-01").extend_pairs(parameters);
        let scope = format!("AWS4-HMAC-SHA256 Credential=x/20200101/{REGION}/elasticbeanstalk/aws4_request");
        let headers = [("authorization", &*scope), ("content-type", "application/x-www-form-urlencoded")];
        let answer = ask(self.api, "POST", "/", &headers, form.finish().as_bytes());
        let (status, content) = answer.unwrap_or_else(|error| panic!("{action}: {error}"));
        assert_eq!(status, 200, "{action}: {content}");
        content
    }

    /// Makes an environment, and does not wait for it.
    pub fn environment(&self, names: [(&str, &str); 3], options: &[(&str, &str, &str)]) {
        let mut parameters: Vec<(String, &str)> =
            names.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        for (number, (namespace, name, value)) in options.iter().enumerate() {
            for (part, text) in [("Namespace", namespace), ("OptionName", name), ("Value", value)] {
                parameters.push((format!("OptionSettings.member.{}.{part}", number + 1), text));
            }
        }
        let stack = "64bit Amazon Linux 2023 v4.3.0 running Docker";
        parameters.push(("SolutionStackName".to_owned(), stack));
        parameters.push(("OperationsRole".to_owned(), "arn:aws:iam::123456789012:role/operations"));
        let parameters: Vec<_> = parameters.iter().map(|(name, value)| (&**name, *value)).collect();
        self.call("CreateEnvironment", &parameters);
    }

    /// Waits until a version can be deployed.
    pub fn is_processed(&self, label: &str) {
        let began = Instant::now();
        let told = || self.call("DescribeApplicationVersions", &[("VersionLabels.member.1", label)]);
        while !told().contains("<Status>PROCESSED</Status>") {
            assert!(began.elapsed() < PATIENCE, "{label}: {:#}", self.state());
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until all environments are ready and healthy.
    pub fn is_well(&self) {
        let began = Instant::now();
        let well = |one: &Value| one["Status"] == "Ready" && one["HealthStatus"] == "Ok";
        while !self.environments().iter().all(well) {
            assert!(began.elapsed() < PATIENCE, "{:#}", self.state());
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// The environments as they are.
    pub fn environments(&self) -> Vec<Value> {
        self.state()["environments"].as_array().cloned().unwrap_or_default()
    }

    /// The numbers of the processes that are the instances of an environment.
    pub fn processes(&self, place: &Place) -> Vec<u64> {
        let state = self.state();
        place
            .instances
            .iter()
            .filter_map(|address| state["processes"][address.to_string()].as_u64())
            .collect()
    }

    /// Requests this fault from now on.
    pub fn fault(&self, fault: &Value) {
        self.tell("POST", "faults", &json!([fault]));
    }

    /// From now on only the actions of this policy are permitted.
    pub fn enforce(&self, policy: &Value) {
        self.tell("PUT", "policy", policy);
    }

    /// Its whole state.
    pub fn state(&self) -> Value {
        let answer = ask(self.api, "GET", "/double/state", &[], b"");
        let content = answer.unwrap_or_else(|error| panic!("{error}")).1;
        serde_json::from_str(&content).unwrap_or_else(|error| panic!("{error}: {content}"))
    }

    fn tell(&self, method: &str, what: &str, content: &Value) {
        let answer = ask(self.api, method, &format!("/double/{what}"), &[], content.to_string().as_bytes());
        assert!(answer.as_ref().is_ok_and(|(status, _)| *status == 200), "{what}: {answer:?}");
    }
}
