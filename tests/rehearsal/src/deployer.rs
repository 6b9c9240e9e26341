//! The deploy tool as CI runs it: with its options in the environment, and the credentials of a user of its own.

use std::{
    io::{BufRead, BufReader, Lines},
    process::{ChildStdout, Command},
    time::{Duration, Instant},
};

use ogrom_tests::group::Process;
use serde_json::Value;

use crate::{
    cloud::REGION,
    stage::{APPLICATION, BUCKET, ENVIRONMENTS, IDLE, PRODUCTION, Stage},
    versions::Version,
};

/// The waits of a rehearsal: those of production would be minutes.
const WAITS: [(&str, &str); 9] = [
    ("DEADLINE", "2m"),
    ("VERSION_TIMEOUT", "20s"),
    ("UPDATE_TIMEOUT", "20s"),
    ("SMOKE_TIMEOUT", "5s"),
    ("VERIFY_TIMEOUT", "15s"),
    ("BAKE_TIME", "3s"),
    ("DRAIN_TIME", "15s"),
    ("POLL_INTERVAL", "200ms"),
    ("LOCK_TIME", "3s"),
];

/// A run of the tool that has ended.
#[derive(Debug)]
pub struct Ran {
    /// Its exit code, unless it was killed.
    pub code: Option<i32>,
    /// Its events, in their order.
    pub events: Vec<Value>,
    /// Its text for people.
    pub log: String,
    /// How long it took.
    pub took: Duration,
}

/// A running tool.
#[derive(Debug)]
pub struct Running {
    process: Process,
    lines: Lines<BufReader<ChildStdout>>,
    events: Vec<Value>,
    began: Instant,
}

// === impl Stage ===

impl Stage {
    /// The tool, with everything that it takes but a command.
    pub fn deployer(&self) -> Command {
        let mut command = Command::new(self.programs.deployer);
        command.env_clear().env("AWS_REGION", REGION).env("AWS_EC2_METADATA_DISABLED", "true");
        command.env("AWS_ACCESS_KEY_ID", &self.user.key).env("AWS_SECRET_ACCESS_KEY", &self.user.secret);
        command.env("AWS_ENDPOINT_URL", self.cloud.url());
        command.env("AWS_ENDPOINT_URL_ELASTIC_BEANSTALK", format!("http://{}", self.beanstalk.api()));
        let (names, dns) = (ENVIRONMENTS.join(","), self.beanstalk.dns().to_string());
        let (public, idle) = (format!("http://{}", self.public()), self.idle_url());
        let options = [
            ("APPLICATION", APPLICATION),
            ("ENVIRONMENTS", &names),
            ("PRODUCTION_PREFIX", PRODUCTION),
            ("IDLE_PREFIX", IDLE),
            ("BUCKET", BUCKET),
            ("PUBLIC_URL", &public),
            ("IDLE_URL", &idle),
            ("DNS_SERVER", &dns),
            ("OWNER", "ci"),
            ("LOCK_WAIT", "10s"),
        ];
        for (name, value) in options.into_iter().chain(WAITS) {
            command.env(format!("OGROM_DEPLOY_{name}"), value);
        }
        command
    }

    /// Runs the tool to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.start(arguments).end()
    }

    /// Deploys a version.
    pub fn up(&self, version: &Version) -> Ran {
        self.run(&["up", &version.bundle.to_string_lossy()])
    }

    /// Runs the tool to its end, with these variables.
    pub fn run_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
        self.start_with(variables, arguments).end()
    }

    /// Starts the tool.
    pub fn start(&self, arguments: &[&str]) -> Running {
        self.start_with(&[], arguments)
    }

    fn start_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Running {
        let began = Instant::now();
        let mut deployer = self.deployer();
        deployer.envs(variables.iter().copied()).arg("--json").args(arguments);
        let mut process = self.group.start_heard("deployer", &mut deployer);
        let output = process.output().expect("it is read");
        Running { process, lines: BufReader::new(output).lines(), events: Vec::new(), began }
    }
}

// === impl Running ===

impl Running {
    /// Its next event; nothing once it has ended.
    pub fn hear(&mut self) -> Option<&Value> {
        let line = self.lines.next()?.unwrap_or_else(|error| panic!("{error}"));
        // `unlock` prints a sentence.
        let event = serde_json::from_str(&line).unwrap_or(Value::String(line));
        self.events.push(event);
        self.events.last()
    }

    /// Waits until a step is as far as that: `begins` or `done`. False if it ends before.
    pub fn comes_to(&mut self, step: &str, state: &str) -> bool {
        while let Some(event) = self.hear() {
            if event["event"] == "step" && event["name"] == step && event["state"] == state {
                return true;
            }
        }
        false
    }

    /// Ends it without warning.
    pub fn kill(mut self) {
        self.process.kill();
    }

    /// Waits for its end.
    pub fn end(mut self) -> Ran {
        while self.hear().is_some() {}
        let status = self.process.wait();
        Ran { code: status.code(), events: self.events, log: self.process.log(), took: self.began.elapsed() }
    }
}

// === impl Ran ===

impl Ran {
    /// The reason of its end and the next step, in its own words.
    pub fn words(&self) -> String {
        let stops = self.events.iter().filter(|event| event["event"] == "stop");
        stops.map(ToString::to_string).collect()
    }

    /// The next command that it names.
    pub fn next(&self) -> Option<&str> {
        self.events.iter().find_map(|event| event["next"].as_str())
    }
}
