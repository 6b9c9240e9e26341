//! How environments begin and end.

use std::net::SocketAddr;

use jiff::Timestamp;

use crate::world::{
    CHECK_EVERY, Environment, Place, Refusal, Status, Which, World,
    environment::{Balancer, Deployment, DeploymentStatus, Instance, Pretended, Requests, SAMPLE},
    event::Severity,
    health::HealthStatus,
    operation::{Kind, Operation, Purpose},
    task::{OptionSettings, Task},
};

/// The parameters of a new environment.
#[derive(Clone, Debug)]
pub(crate) struct NewEnvironment {
    pub(crate) application: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) operations_role: Option<String>,
    /// The name itself by default.
    pub(crate) prefix: Option<String>,
    /// The sample application by default.
    pub(crate) label: Option<String>,
    pub(crate) options: OptionSettings,
}

// === impl World ===

impl World {
    /// Launches an environment.
    pub(crate) fn create_environment(
        &mut self,
        new: NewEnvironment,
        request: &str,
    ) -> Result<&Environment, Refusal> {
        let NewEnvironment { application, name, description, operations_role, prefix, label, options } = new;
        self.application(&application)?;
        if let Some(label) = &label {
            self.deployable(&application, label)?;
        }
        if self.environments.iter().any(|other| other.exists() && other.name == name) {
            return Err(Refusal::value(format!("Environment {name} already exists.")));
        }
        let cname = self.cname(prefix.as_deref().unwrap_or(&name));
        if !self.is_free(&cname) {
            return Err(Refusal::value(format!("DNS name ({cname}) is not available.")));
        }
        let place = self.place(&name)?;
        let label = label.unwrap_or_else(|| SAMPLE.to_owned());
        let instances = place.instances.into_iter().map(|address| self.instance(address, &label)).collect();
        let balancer = Balancer {
            name: format!("awseb-{name}.{}.elb.amazonaws.com", self.setting.region).to_lowercase(),
            address: place.balancer,
        };
        let index = self.environments.len();
        self.environments.push(Environment {
            id: format!("e-{:010}", index + 1),
            name,
            application,
            description,
            operations_role,
            cname,
            label: label.clone(),
            status: Status::Launching,
            created: self.now,
            updated: self.now,
            options,
            bundle_options: OptionSettings::new(),
            balancer,
            instances,
            deployments: 0,
            operation: None,
            check: self.now + CHECK_EVERY,
            requests: Requests::default(),
            pretended: Pretended::default(),
            told: HealthStatus::Pending,
        });
        self.tell(index, Some(request), Severity::Info, "createEnvironment is starting.");
        self.begin(index, Purpose::Launch, label, request, &[]);
        Ok(&self.environments[index])
    }

    fn instance(&mut self, address: SocketAddr, label: &str) -> Instance {
        let (label, status) = (label.to_owned(), DeploymentStatus::InProgress);
        Instance {
            id: format!("i-{:017x}", self.number()),
            address,
            launched: self.now,
            deployment: Deployment { id: 0, label, status, at: self.now },
            answers: false,
            passes: 0,
        }
    }

    /// From now on an environment is changed by the rights of this role, or of the caller.
    pub(crate) fn set_operations_role(&mut self, which: &Which, role: Option<String>) -> Result<(), Refusal> {
        let index = self.find(which)?;
        self.environments[index].operations_role = role;
        Ok(())
    }

    /// Where an environment is to be.
    fn place(&self, name: &str) -> Result<Place, Refusal> {
        if let Some(place) = self.setting.places.get(name) {
            return Ok(place.clone());
        }
        let is_free = |place: &&Place| {
            let mut others = self.environments.iter().filter(|other| other.exists());
            !others.any(|other| other.balancer.address == place.balancer)
        };
        let full =
            || Refusal::environments("This double of Elastic Beanstalk has no room for another environment.");
        self.setting.spare.iter().find(is_free).cloned().ok_or_else(full)
    }

    /// Ends an environment; with force, even a busy one.
    pub(crate) fn terminate(
        &mut self,
        which: &Which,
        force: bool,
        request: &str,
    ) -> Result<&Environment, Refusal> {
        let index = if force { self.find(which)? } else { self.find_ready(which)? };
        let environment = &mut self.environments[index];
        environment.status = Status::Terminating;
        environment.updated = self.now;
        let (request, since) = (request.to_owned(), self.now);
        environment.operation = Some(Operation { request: request.clone(), since, kind: Kind::Terminate });
        let instances = environment.instances.iter().map(|instance| instance.address).collect();
        self.tasks.push(Task::Stop { environment: environment.id.clone(), instances });
        self.under_way += 1;
        self.tell(index, Some(&request), Severity::Info, "terminateEnvironment is starting.");
        Ok(&self.environments[index])
    }

    /// No program runs on this environment any more.
    pub(in crate::world) fn stopped(&mut self, id: &str) {
        let Some(index) = self.environments.iter().position(|environment| environment.id == id) else {
            return;
        };
        let environment = &mut self.environments[index];
        environment.status = Status::Terminated;
        environment.updated = self.now;
        environment.instances.clear();
        let request = environment.operation.take().map(|operation| operation.request);
        let said = "terminateEnvironment completed successfully.";
        self.tell(index, request.as_deref(), Severity::Info, said);
    }

    /// The environments that a list shows: those that are, and those that ended after a moment.
    pub(crate) fn listed(&self, ended_after: Option<Timestamp>) -> impl Iterator<Item = &Environment> {
        let recent =
            move |environment: &Environment| ended_after.is_some_and(|after| environment.updated >= after);
        self.environments.iter().filter(move |environment| environment.exists() || recent(environment))
    }
}
