//! The call that returns the effective options of an environment.

use crate::{
    actions::{
        Answer, Call,
        platforms::{PLATFORM, platform_arn},
    },
    query::node::Fields,
    world::{Refusal, Which, World},
};

pub(in crate::actions) fn describe(world: &mut World, call: &Call<'_>) -> Answer {
    let application = call.params.required("ApplicationName", 1, 100)?;
    let name = call.params.required("EnvironmentName", 4, 40)?;
    call.params.end()?;
    let which = Which::named(&name);
    call.needs_environment(world, &which)?;
    let environment = world.environment(&which)?;
    if environment.application != application {
        return Err(Refusal::value(format!("No Environment found for EnvironmentName = '{name}'.")));
    }
    let settings = environment.settings();
    let options = settings.iter().map(|((namespace, name), value)| {
        Fields::new().text("Namespace", namespace).text("OptionName", name).text("Value", value)
    });
    let settings = Fields::new()
        .text("SolutionStackName", PLATFORM)
        .text("PlatformArn", platform_arn(world))
        .text("ApplicationName", &environment.application)
        .text("EnvironmentName", &environment.name)
        .text("DeploymentStatus", "deployed")
        .time("DateCreated", environment.created)
        .time("DateUpdated", environment.updated)
        .list("OptionSettings", options);
    Ok(Some(Fields::new().list("ConfigurationSettings", [settings])))
}
