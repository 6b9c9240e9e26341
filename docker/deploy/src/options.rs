//! The command line. Each option is an environment variable, too.

use std::{ffi::OsStr, net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, CommandFactory, Parser, Subcommand, builder::BoolishValueParser};
use jiff::SignedDuration;

use crate::{Abort, Exit, Program, Settings, bundle::BundleArgs, policy::Trust, settings::Waits};

/// Deploys the service to the idle one of two Elastic Beanstalk environments, and moves the public name over to it.
#[derive(Debug, Parser)]
#[command(name = "ogrom-docker-deploy", version, arg_required_else_help = true)]
pub struct Cli {
    /// The options of every command.
    #[command(flatten)]
    pub options: Options,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Makes a bundle for Elastic Beanstalk, and prints its path
    Bundle(BundleArgs),
    /// Prints what `up` would do; exits with 10 if there is anything to do
    Plan {
        /// The bundle that `bundle` wrote
        bundle: PathBuf,
    },
    /// Deploys a bundle to the idle environment and moves the public name over to it
    Up {
        /// Deploys to the idle environment and tests it there, and leaves the public name to `promote`
        #[arg(long)]
        hold: bool,
        /// The bundle that `bundle` wrote
        bundle: PathBuf,
    },
    /// Makes the release live that `up --hold` has left on the idle environment
    Promote,
    /// Prints which environment is live, what both run, their health, and the deployment in progress
    Status,
    /// Moves the public name back to the environment that was live before, if that still runs the same version
    Rollback,
    /// Looks at all that a deployment needs, and names the next step for what is missing
    Doctor,
    /// Prints the policy of the role that deploys: exactly the calls made here
    Policy {
        /// Prints the trust policy of its role instead, as github:OWNER/REPO for the branch main, or, with the numbers
        /// of both and an environment, as github:OWNER@ID/REPO@ID:environment:NAME
        #[arg(long, value_name = "github:OWNER/REPO[:REF]")]
        trust: Option<Trust>,
        /// Prints what Beanstalk does by the rights of the caller instead, where environments have no operations role
        #[arg(long, conflicts_with = "trust")]
        downstream: bool,
        /// The account [default: the one of the credentials]
        #[arg(long, value_name = "NUMBER")]
        account: Option<String>,
    },
    /// Deletes versions that neither environment runs, but the newest ones
    Clean,
    /// Removes a lock whose owner is gone
    Unlock {
        /// Also removes a lock that has not expired; its owner stops before its next change
        #[arg(long)]
        force: bool,
    },
}

/// The options of every command.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Options of all commands")]
pub struct Options {
    /// The application's name
    #[arg(long, global = true, env = "OGROM_DEPLOY_APPLICATION", value_name = "NAME")]
    pub application: Option<String>,
    /// The names of its two environments
    #[arg(
        long,
        global = true,
        env = "OGROM_DEPLOY_ENVIRONMENTS",
        value_name = "BLUE,GREEN",
        value_delimiter = ','
    )]
    pub environments: Vec<String>,
    /// The CNAME prefix of the live environment
    #[arg(long, global = true, env = "OGROM_DEPLOY_PRODUCTION_PREFIX", value_name = "PREFIX")]
    pub production_prefix: Option<String>,
    /// The CNAME prefix of the idle environment
    #[arg(long, global = true, env = "OGROM_DEPLOY_IDLE_PREFIX", value_name = "PREFIX")]
    pub idle_prefix: Option<String>,
    /// The bucket of bundles, lock and journal
    #[arg(long, global = true, env = "OGROM_DEPLOY_BUCKET", value_name = "NAME")]
    pub bucket: Option<String>,
    /// The region [default: that of the AWS configuration]
    #[arg(long, global = true, env = "OGROM_DEPLOY_REGION", value_name = "NAME")]
    pub region: Option<String>,
    /// The public URL of the service
    #[arg(long, global = true, env = "OGROM_DEPLOY_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Does not request the public URL, before or after the swap: for a deployment before its DNS record exists
    #[arg(long, global = true, env = "OGROM_DEPLOY_SKIP_PUBLIC_URL", value_parser = BoolishValueParser::new())]
    pub skip_public_url: bool,
    /// The URL of the idle environment [default: its CNAME over http]
    #[arg(long, global = true, env = "OGROM_DEPLOY_IDLE_URL", value_name = "URL")]
    pub idle_url: Option<String>,
    /// The DNS server, as IP:PORT [default: that of the system]
    #[arg(long, global = true, env = "OGROM_DEPLOY_DNS_SERVER", value_name = "ADDRESS")]
    pub dns_server: Option<SocketAddr>,
    /// The owner that the lock names [default: this machine's name]
    #[arg(long, global = true, env = "OGROM_DEPLOY_OWNER", value_name = "TEXT")]
    pub owner: Option<String>,
    /// Writes events as lines of JSON to standard output
    #[arg(long, global = true, env = "OGROM_DEPLOY_JSON", value_parser = BoolishValueParser::new())]
    pub json: bool,
    /// The number of newest versions to keep, besides those that run
    #[arg(long, global = true, env = "OGROM_DEPLOY_KEEP", value_name = "NUMBER", default_value_t = 10)]
    pub keep: usize,
    /// The number of requests in ten seconds up to which the idle side counts as unused, the balancer's checks included
    #[arg(
        long,
        global = true,
        env = "OGROM_DEPLOY_IDLE_REQUESTS",
        value_name = "NUMBER",
        default_value_t = 20
    )]
    pub idle_requests: u64,
    /// The tolerated rise of the error rate after the swap, in percentage points
    #[arg(
        long,
        global = true,
        env = "OGROM_DEPLOY_BAKE_ERRORS",
        value_name = "PERCENT",
        default_value_t = 1.0
    )]
    pub bake_errors: f64,
    /// The number of consecutive checks that must find an environment healthy, or a name in its place
    #[arg(long, global = true, env = "OGROM_DEPLOY_HEALTHY_POLLS", value_name = "NUMBER", default_value_t = 3,
        value_parser = clap::value_parser!(u32).range(1..))]
    pub healthy_polls: u32,
    /// The timeout of the whole command
    #[arg(long, global = true, env = "OGROM_DEPLOY_DEADLINE", value_name = "TIME", default_value = "45m",
        value_parser = duration)]
    pub deadline: Duration,
    /// The timeout for Beanstalk to process a version
    #[arg(long, global = true, env = "OGROM_DEPLOY_VERSION_TIMEOUT", value_name = "TIME", default_value = "5m",
        value_parser = duration)]
    pub version_timeout: Duration,
    /// The timeout for the idle environment to become ready, and to run the version
    #[arg(long, global = true, env = "OGROM_DEPLOY_UPDATE_TIMEOUT", value_name = "TIME", default_value = "20m",
        value_parser = duration)]
    pub update_timeout: Duration,
    /// The timeout for the idle environment to respond correctly
    #[arg(long, global = true, env = "OGROM_DEPLOY_SMOKE_TIMEOUT", value_name = "TIME", default_value = "1m",
        value_parser = duration)]
    pub smoke_timeout: Duration,
    /// The timeout for a swap to become visible everywhere
    #[arg(long, global = true, env = "OGROM_DEPLOY_VERIFY_TIMEOUT", value_name = "TIME", default_value = "5m",
        value_parser = duration)]
    pub verify_timeout: Duration,
    /// The time for which the new release is watched
    #[arg(long, global = true, env = "OGROM_DEPLOY_BAKE_TIME", value_name = "TIME", default_value = "5m",
        value_parser = duration)]
    pub bake_time: Duration,
    /// The longest wait for requests to the side that is no longer live
    #[arg(long, global = true, env = "OGROM_DEPLOY_DRAIN_TIME", value_name = "TIME", default_value = "5m",
        value_parser = duration)]
    pub drain_time: Duration,
    /// The wait between two polls
    #[arg(long, global = true, env = "OGROM_DEPLOY_POLL_INTERVAL", value_name = "TIME", default_value = "5s",
        value_parser = duration)]
    pub poll_interval: Duration,
    /// The lifetime of the lock after its owner's last renewal
    #[arg(long, global = true, env = "OGROM_DEPLOY_LOCK_TIME", value_name = "TIME", default_value = "2m",
        value_parser = duration)]
    pub lock_time: Duration,
    /// The longest wait for another run's lock. It should exceed the lifetime of the lock, so that a killed run does not
    /// block
    #[arg(long, global = true, env = "OGROM_DEPLOY_LOCK_WAIT", value_name = "TIME", default_value = "3m",
        value_parser = duration)]
    pub lock_wait: Duration,
}

// === impl Cli ===

impl Cli {
    /// The command line. A variable that is empty counts as one that is not set: a workflow passes variables that
    /// nobody has set as empty ones.
    #[expect(
        clippy::disallowed_methods,
        reason = "options are read from the environment by clap, here alone"
    )]
    pub fn command_line() -> clap::Command {
        let is_empty = |name: &OsStr| std::env::var_os(name).is_some_and(|value| value.is_empty());
        Self::command().mut_args(|option| match option.get_env() {
            Some(name) if is_empty(name) => option.env(None::<&'static str>),
            _ => option,
        })
    }
}

// === impl Options ===

impl Options {
    /// The settings of the commands. The error names all that is missing or wrong at once.
    pub fn settings(&self, program: Program) -> Result<Settings, Abort> {
        let mut wrong = Vec::new();
        let mut needed = |name: &str, value: &Option<String>| {
            let missing =
                || format!("--{name} is missing (or OGROM_DEPLOY_{})", name.to_uppercase().replace('-', "_"));
            value.clone().filter(|value| !value.is_empty()).unwrap_or_else(|| {
                wrong.push(missing());
                String::new()
            })
        };
        let application = needed("application", &self.application);
        let production_prefix = needed("production-prefix", &self.production_prefix);
        let idle_prefix = needed("idle-prefix", &self.idle_prefix);
        let bucket = needed("bucket", &self.bucket);
        let public_url = needed("public-url", &self.public_url);
        // In a policy a wildcard would be other applications, and other buckets.
        for (name, value) in [("application", &application), ("bucket", &bucket)] {
            if value.contains(['*', '?', '/', '$']) {
                wrong.push(format!("--{name} is '{value}', and no name"));
            }
        }
        let environments: Vec<_> = self.environments.iter().map(|name| name.trim().to_owned()).collect();
        let environments = match &environments[..] {
            [blue, green] if blue != green => [blue.clone(), green.clone()],
            _ => {
                wrong.push("--environments takes two different names, as blue,green".to_owned());
                Default::default()
            }
        };
        if !production_prefix.is_empty() && production_prefix == idle_prefix {
            wrong.push("--production-prefix and --idle-prefix are the same".to_owned());
        }
        for (name, url) in [("public-url", Some(&public_url)), ("idle-url", self.idle_url.as_ref())] {
            if let Some(url) = url.filter(|url| !url.is_empty() && !is_origin(url)) {
                wrong.push(format!("--{name} is '{url}' and not a URL as https://api.example"));
            }
        }
        wrong.extend(self.wrong_numbers());
        if !wrong.is_empty() {
            return Err(Abort::new(Exit::Usage, "The settings are wrong:").with(wrong));
        }
        Ok(Settings {
            program,
            application,
            environments,
            production_prefix,
            idle_prefix,
            region: self.region.clone().unwrap_or_else(|| "its region".to_owned()),
            bucket,
            public_url: public_url.trim_end_matches('/').to_owned(),
            skip_public_url: self.skip_public_url,
            idle_url: self.idle_url.as_ref().map(|url| url.trim_end_matches('/').to_owned()),
            owner: self.owner.clone().filter(|owner| !owner.is_empty()).unwrap_or_else(machine),
            keep: self.keep,
            idle_requests: self.idle_requests,
            bake_errors: self.bake_errors / 100.0,
            healthy_polls: self.healthy_polls,
            waits: self.waits(),
        })
    }

    fn wrong_numbers(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.poll_interval.is_zero() {
            wrong.push("--poll-interval is 0: AWS would be polled without a pause".to_owned());
        }
        // No share is greater than NaN, so with it no release would be switched back for its errors.
        if !(0.0..=100.0).contains(&self.bake_errors) {
            wrong.push(format!("--bake-errors is {}, and not from 0 to 100", self.bake_errors));
        }
        if self.lock_time < self.poll_interval * 3 {
            wrong.push(
                "--lock-time is less than three times --poll-interval: the lock would expire in use"
                    .to_owned(),
            );
        }
        wrong
    }

    fn waits(&self) -> Waits {
        Waits {
            deadline: self.deadline,
            version: self.version_timeout,
            update: self.update_timeout,
            smoke: self.smoke_timeout,
            verify: self.verify_timeout,
            bake: self.bake_time,
            drain: self.drain_time,
            poll: self.poll_interval,
            lock: self.lock_time,
            lock_wait: self.lock_wait,
        }
    }
}

fn is_origin(url: &str) -> bool {
    let parsed = url.parse::<http::Uri>().ok();
    parsed.is_some_and(|url| matches!(url.scheme_str(), Some("http" | "https")) && url.host().is_some())
}

fn machine() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    if name.trim().is_empty() { "an unknown machine".to_owned() } else { name.trim().to_owned() }
}

/// Reads a time with its unit.
fn duration(text: &str) -> Result<Duration, String> {
    let duration: SignedDuration =
        text.parse().map_err(|_| "a time is written as 500ms, 2s or 10m".to_owned())?;
    duration.try_into().map_err(|_| "a time is not negative".to_owned())
}

#[cfg(test)]
mod tests;
