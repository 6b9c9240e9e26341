//! The whole state as JSON, for tests to compare with the responses to clients.

use serde_json::{Value, json};

use crate::world::{
    Environment, Refusal, Which, World,
    environment::{Instance, Requests},
};

// === impl World ===

impl World {
    /// Everything, in words of the service model.
    pub(crate) fn state(&self) -> Value {
        json!({
            "double": "of Elastic Beanstalk, for tests alone",
            "now": self.now.to_string(),
            "waits": self.waits(),
            "applications": self.applications.values().map(|application| json!({
                "ApplicationName": application.name,
                "Versions": application.versions.values().map(|version| json!({
                    "VersionLabel": version.label,
                    "Status": version.status.name(),
                    "SourceBundle": { "S3Bucket": version.bundle.bucket, "S3Key": version.bundle.key },
                })).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "environments": self.environments.iter().map(|one| self.state_of(one)).collect::<Vec<_>>(),
            "events": self.events.len(),
            "faults": self.faults,
        })
    }

    /// Sets the requests of an environment within ten seconds, which count until they are set again.
    pub(crate) fn came(&mut self, which: &Which, requests: Requests) -> Result<(), Refusal> {
        let index = self.find(which)?;
        self.environments[index].requests = requests;
        Ok(())
    }

    fn state_of(&self, environment: &Environment) -> Value {
        let health = environment.health(self.now);
        json!({
            "ApplicationName": environment.application,
            "EnvironmentName": environment.name,
            "EnvironmentId": environment.id,
            "VersionLabel": environment.label,
            "Status": environment.status.name(),
            "Health": environment.colour(self.now),
            "HealthStatus": health.status.name(),
            "Causes": health.causes,
            "CNAME": environment.cname,
            "EndpointURL": environment.balancer.name,
            "balancer": environment.balancer.address,
            "instances": environment.instances.iter().map(state_of_instance).collect::<Vec<_>>(),
        })
    }
}

fn state_of_instance(instance: &Instance) -> Value {
    json!({
        "InstanceId": instance.id,
        "address": instance.address,
        "answers": instance.answers,
        "passes": instance.passes,
        "Deployment": {
            "VersionLabel": instance.deployment.label,
            "DeploymentId": instance.deployment.id,
            "Status": instance.deployment.status.name(),
        },
    })
}
