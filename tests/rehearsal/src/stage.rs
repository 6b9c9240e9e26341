//! Everything between a client and the service, and the tool that deploys it.

use std::{
    collections::BTreeSet,
    net::{IpAddr, SocketAddr},
    process::Command,
};

use ogrom_tests::{
    balancer::{Balancer, free_address},
    group::Group,
};
use ogrom_tests_mariadb::Server;
use serde_json::Value;

use crate::{
    beanstalk::{Beanstalk, Place},
    cdn::{Cdn, Origin},
    cloud::{Cloud, Credentials, REGION},
    gauge::Gauge,
    traffic::{TOKEN, Traffic, USER},
    versions::{Programs, Version, Versions},
};

/// The application.
pub const APPLICATION: &str = "shop";

/// The bucket of its bundles.
pub const BUCKET: &str = "bundles";

/// The CNAME prefix that the CDN uses.
pub const PRODUCTION: &str = "shop";

/// The prefix of the other one.
pub const IDLE: &str = "shop-idle";

/// The environments; the first is live at the beginning.
pub const ENVIRONMENTS: [&str; 2] = ["blue", "green"];

/// The user that deploys.
pub(crate) const DEPLOYER: &str = "deployer";

/// The namespace of an environment's properties.
const PROPERTIES: &str = "aws:elasticbeanstalk:application:environment";

/// A CDN, two environments of which the first is live, a cloud, and a database that both environments have in common. All
/// of it is gone when it is dropped.
#[derive(Debug)]
pub struct Stage {
    // Dropped in this order: a client ends before the service that it uses.
    _gauge: Gauge,
    cdn: Cdn,
    balancers: Vec<Balancer>,
    /// The control plane.
    pub beanstalk: Beanstalk,
    pub(crate) cloud: Cloud,
    places: [Place; 2],
    versions: Versions,
    pub(crate) programs: Programs,
    database: (Server, String),
    pub(crate) user: Credentials,
    /// The version that is live at the beginning.
    pub first: Version,
    /// All processes.
    pub group: Group,
}

// === impl Stage ===

impl Stage {
    /// One where both environments run the first version.
    pub fn new(programs: Programs) -> Self {
        let stage = Self::made(programs);
        stage.deploy_first();
        stage.enforce(&stage.policy());
        stage
    }

    /// One where both environments run Beanstalk's sample, as new ones do, and serve no traffic yet.
    pub fn with_sample(programs: Programs) -> Self {
        let stage = Self::made(programs);
        stage.enforce(&stage.policy());
        stage
    }

    fn made(programs: Programs) -> Self {
        let group = Group::default();
        let cloud = Cloud::start(&group);
        let database = database(programs);
        let versions = Versions::new(programs, group.folder());
        let first = versions.number(0);
        cloud.bucket(BUCKET);
        let all =
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
        let beanstalk = cloud.user("beanstalk", all);
        let user = cloud.user(DEPLOYER, all);
        let places = places();
        let beanstalk = Beanstalk::start(programs.beanstalk.as_ref(), &cloud, &beanstalk, &places, &group);
        let port = free_address(places[0].balancer).port();
        let balancer =
            |place: &Place| Balancer::at(SocketAddr::new(place.balancer, port), &place.instances, &group);
        let balancers: Vec<_> = places.iter().map(balancer).collect();
        let name = cname(PRODUCTION);
        let addresses = [places[0].balancer, places[1].balancer];
        let origin = Origin { name: &name, port, addresses, dns: beanstalk.dns() };
        let cdn = Cdn::before(origin, &group);
        let counters = ENVIRONMENTS.into_iter().zip(balancers.iter().map(Balancer::counter));
        let gauge = Gauge::new(beanstalk.api(), counters.collect());
        let stage = Self {
            _gauge: gauge,
            cdn,
            balancers,
            beanstalk,
            cloud,
            places,
            versions,
            programs,
            database,
            user,
            first,
            group,
        };
        stage.make_environments();
        stage
    }

    fn make_environments(&self) {
        self.beanstalk.call("CreateApplication", &[("ApplicationName", APPLICATION)]);
        let tokens = format!("{USER}={TOKEN}");
        let options = [
            (PROPERTIES, "OGROM_DATABASE", &*self.database.1),
            (PROPERTIES, "OGROM_TOKENS", &tokens),
            // A load is one client that acts as many.
            (PROPERTIES, "OGROM_CLIENT_RATE", "0"),
            (PROPERTIES, "OGROM_USER_RATE", "0"),
        ];
        for (environment, prefix) in ENVIRONMENTS.into_iter().zip([PRODUCTION, IDLE]) {
            let names =
                [("ApplicationName", APPLICATION), ("EnvironmentName", environment), ("CNAMEPrefix", prefix)];
            self.beanstalk.environment(names, &options);
        }
        self.beanstalk.is_well();
    }

    fn deploy_first(&self) {
        let Version { label, bundle, .. } = &self.first;
        let key = format!("{APPLICATION}/{label}.zip");
        self.cloud.put(BUCKET, &key, bundle);
        let source = [("SourceBundle.S3Bucket", BUCKET), ("SourceBundle.S3Key", &key)];
        let version = [("ApplicationName", APPLICATION), ("VersionLabel", label), ("Process", "true")];
        self.beanstalk.call("CreateApplicationVersion", &[&version[..], &source].concat());
        self.beanstalk.is_processed(label);
        for environment in ENVIRONMENTS {
            let update = [("EnvironmentName", environment), ("VersionLabel", label)];
            self.beanstalk.call("UpdateEnvironment", &update);
        }
        self.beanstalk.is_well();
        self.balancers.iter().for_each(Balancer::sees_all_ready);
    }

    /// Another version to deploy.
    pub fn version(&self, number: u32) -> Version {
        self.versions.number(number)
    }

    /// A version whose program ends immediately.
    pub fn broken(&self) -> Version {
        self.versions.broken()
    }

    /// The environment that has the public name.
    pub fn live(&self) -> String {
        let environments = self.beanstalk.environments();
        let live = environments.iter().find(|one| one["CNAME"] == cname(PRODUCTION));
        live.and_then(|one| one["EnvironmentName"].as_str()).unwrap_or_default().to_owned()
    }

    /// Clients of the public name, from now on.
    pub fn traffic(&self) -> Traffic {
        Traffic::to(self.cdn.address())
    }

    /// The public URL of the service.
    pub fn public(&self) -> SocketAddr {
        self.cdn.address()
    }

    /// The URL of the idle environment.
    pub fn idle_url(&self) -> String {
        format!("http://{}:{}", cname(IDLE), self.balancers[0].address().port())
    }

    /// From now on the deployer has this policy, and no other permission.
    pub fn enforce(&self, policy: &Value) {
        self.cloud.permit(DEPLOYER, &policy.to_string());
        self.cloud.enforce();
        self.beanstalk.enforce(policy);
    }

    /// The policy that the tool prints.
    pub fn policy(&self) -> Value {
        self.printed(&["policy"])
    }

    /// The JSON that the tool prints.
    pub fn printed(&self, arguments: &[&str]) -> Value {
        let output = self.deployer().args(arguments).output().unwrap_or_else(|error| panic!("{error}"));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Puts an object into the bucket, whatever the deployer may do.
    pub fn put(&self, bucket: &str, key: &str, content: &str) {
        self.cloud.enforcing("inf");
        self.cloud.put_bytes(bucket, key, content.as_bytes());
        self.cloud.enforce();
    }

    /// Ends the instances of an environment without warning.
    pub fn kill(&self, environment: usize) {
        let numbers: Vec<_> =
            self.beanstalk.processes(&self.places[environment]).iter().map(u64::to_string).collect();
        let killed = Command::new("kill").arg("-KILL").args(numbers).status();
        assert!(killed.is_ok_and(|status| status.success()), "the instances have ended before");
    }

    /// The changes that clients have made.
    pub fn written(&self) -> BTreeSet<String> {
        let (server, url) = &self.database;
        let (_, name) = url.rsplit_once('/').expect("a URL with a database");
        let found = server.run(&format!("SELECT id FROM {name}.comments WHERE id LIKE 'load-%'"));
        found.lines().map(str::to_owned).collect()
    }
}

/// Two environments of two instances each.
fn places() -> [Place; 2] {
    let address = |last| IpAddr::from([127, 0, 0, last]);
    let place = |(name, balancer): (&'static str, IpAddr)| {
        // Services listen at all addresses of this machine, so that each port is there once.
        let instances = (0..2).map(|_| SocketAddr::new(balancer, free_address([0, 0, 0, 0].into()).port()));
        Place { name, balancer, instances: instances.collect() }
    };
    [(ENVIRONMENTS[0], address(2)), (ENVIRONMENTS[1], address(3))].map(place)
}

/// A database with the demo set.
fn database(programs: Programs) -> (Server, String) {
    let server = Server::shared();
    let url = server.database();
    let demo = ogrom_tests::root().join("run/demo");
    let mut import = Command::new(programs.service);
    import.arg("import").arg(demo).env_clear().env("OGROM_DATABASE", &url);
    let output = import.output().unwrap_or_else(|error| panic!("{error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (server, url)
}

/// The name of an environment with this prefix.
pub fn cname(prefix: &str) -> String {
    format!("{prefix}.{REGION}.elasticbeanstalk.com")
}
