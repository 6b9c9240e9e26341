//! The calls about health.

use crate::{
    actions::{Answer, Call, environments::which},
    query::{node::Fields, params::Params},
    world::{
        Environment, Refusal, World,
        environment::{Instance, Requests},
        health::{HealthStatus, refreshed},
    },
};

/// The states that instances are counted by, in the service model's order.
const STATES: [&str; 8] = ["NoData", "Unknown", "Pending", "Ok", "Info", "Warning", "Degraded", "Severe"];

pub(in crate::actions) fn describe_environment(world: &mut World, call: &Call<'_>) -> Answer {
    let which = which(call.params)?;
    let wanted = Attributes::of(call.params);
    call.params.end()?;
    call.needs_environment(world, &which)?;
    let environment = world.environment(&which).map_err(unknown)?;
    let health = environment.health(world.now());
    let mut answer = Fields::new().text("EnvironmentName", &environment.name);
    if wanted.has("HealthStatus") {
        answer = answer.text("HealthStatus", health.status.name());
    }
    // The service model has colours here, the examples of the reference have the environment's operation.
    if wanted.has("Status") {
        answer = answer.text("Status", environment.status.name());
    }
    if wanted.has("Color") {
        answer = answer.text("Color", health.status.colour());
    }
    if wanted.has("Causes") {
        answer = answer.list("Causes", &health.causes);
    }
    if wanted.has("ApplicationMetrics") {
        answer = answer.fields("ApplicationMetrics", metrics(reported(environment)));
    }
    if wanted.has("InstancesHealth") {
        answer = answer.fields("InstancesHealth", counted(environment));
    }
    Ok(Some(answer.time("RefreshedAt", refreshed(environment))))
}

pub(in crate::actions) fn describe_instances(world: &mut World, call: &Call<'_>) -> Answer {
    let which = which(call.params)?;
    let wanted = Attributes::of(call.params);
    call.params.end()?;
    call.needs_environment(world, &which)?;
    let environment = world.environment(&which).map_err(unknown)?;
    let instances = environment.instances.iter().map(|instance| shown(environment, instance, &wanted));
    let answer = Fields::new().list("InstanceHealthList", instances);
    Ok(Some(answer.time("RefreshedAt", refreshed(environment))))
}

fn shown(environment: &Environment, instance: &Instance, wanted: &Attributes) -> Fields {
    let health = environment.health_of(instance);
    let deployment = &instance.deployment;
    let mut answer = Fields::new().text("InstanceId", &instance.id);
    if wanted.has("HealthStatus") {
        answer = answer.text("HealthStatus", health.status.name());
    }
    if wanted.has("Color") {
        answer = answer.text("Color", health.status.colour());
    }
    if wanted.has("Causes") {
        answer = answer.list("Causes", &health.causes);
    }
    if wanted.has("LaunchedAt") {
        answer = answer.time("LaunchedAt", instance.launched);
    }
    if wanted.has("ApplicationMetrics") {
        let instances = u32::try_from(environment.instances.len()).unwrap_or(1).max(1);
        let Requests { all, failed } = reported(environment);
        answer = answer.fields(
            "ApplicationMetrics",
            metrics(Requests { all: all / instances, failed: failed / instances }),
        );
    }
    if wanted.has("Deployment") {
        let deployment = Fields::new()
            .text("VersionLabel", &deployment.label)
            .text("DeploymentId", deployment.id)
            .text("Status", deployment.status.name())
            .time("DeploymentTime", deployment.at);
        answer = answer.fields("Deployment", deployment);
    }
    if wanted.has("AvailabilityZone") {
        answer = answer.text("AvailabilityZone", "double-1a");
    }
    if wanted.has("InstanceType") {
        answer = answer.text("InstanceType", "double");
    }
    answer
}

/// The requests of the last ten seconds, and the 5xx responses among them, as a test has set them.
fn reported(environment: &Environment) -> Requests {
    let Requests { all, failed } = environment.requests;
    match environment.pretended.sick {
        Some(_) => Requests { all: all.max(100), failed: failed.max(all.max(100) / 2) },
        None => Requests { all, failed },
    }
}

fn metrics(Requests { all, failed }: Requests) -> Fields {
    let codes = Fields::new()
        .text("Status2xx", all - failed.min(all))
        .text("Status3xx", 0)
        .text("Status4xx", 0)
        .text("Status5xx", failed);
    Fields::new().text("Duration", 10).text("RequestCount", all).fields("StatusCodes", codes)
}

fn counted(environment: &Environment) -> Fields {
    let states: Vec<HealthStatus> =
        environment.instances.iter().map(|instance| environment.health_of(instance).status).collect();
    STATES.into_iter().fold(Fields::new(), |counted, state| {
        counted.text(state, states.iter().filter(|found| found.name() == state).count())
    })
}

/// These two calls have an error of their own.
fn unknown(refusal: Refusal) -> Refusal {
    Refusal::request(refusal.message)
}

/// The attributes of a health that a caller selects.
struct Attributes(Vec<String>);

// === impl Attributes ===

impl Attributes {
    fn of(params: &Params) -> Self {
        Self(params.list("AttributeNames"))
    }

    fn has(&self, name: &str) -> bool {
        self.0.iter().any(|wanted| wanted == name || wanted == "All")
    }
}
