//! The calls about environments.

use crate::{
    actions::{
        Answer, Call,
        permission::of_environment,
        platforms::{PLATFORM, platform_arn},
    },
    query::{node::Fields, params::Params},
    world::{
        Change, Environment, NewEnvironment, Refusal, Which, World, operation::Operation,
        task::OptionSettings,
    },
};

pub(in crate::actions) fn create(world: &mut World, call: &Call<'_>) -> Answer {
    let params = call.params;
    let new = NewEnvironment {
        application: params.required("ApplicationName", 1, 100)?,
        name: params.required("EnvironmentName", 4, 40)?,
        description: params.sized("Description", 0, 200)?,
        operations_role: params.sized("OperationsRole", 1, 256)?,
        prefix: params.sized("CNAMEPrefix", 4, 63)?,
        label: params.sized("VersionLabel", 1, 100)?,
        options: option_settings(params)?,
    };
    tier(params)?;
    for platform in [params.text("SolutionStackName"), params.text("PlatformArn")].into_iter().flatten() {
        if !platform.contains("Docker") {
            return Err(Refusal::value(format!(
                "This double of Elastic Beanstalk knows no platform '{platform}'."
            )));
        }
    }
    params.end()?;
    let resource = world.arn(&format!("environment/{}/{}", new.application, new.name));
    call.needs(world, &resource)?;
    world.create_environment(new, call.request)?;
    let environment = world.environments().last().expect("one was made");
    Ok(Some(shown(world, environment)))
}

pub(in crate::actions) fn describe(world: &mut World, call: &Call<'_>) -> Answer {
    let params = call.params;
    let application = params.sized("ApplicationName", 1, 100)?;
    let label = params.sized("VersionLabel", 1, 100)?;
    let (ids, names) = (params.list("EnvironmentIds"), params.list("EnvironmentNames"));
    let back_to = params.time("IncludedDeletedBackTo")?;
    let ended_after = if params.flag("IncludeDeleted")? { Some(back_to.unwrap_or_default()) } else { None };
    let most = params.number("MaxRecords", 1, 1000)?.unwrap_or(1000);
    let from = page(params)?;
    params.end()?;
    let wanted = |environment: &&Environment| {
        application.as_ref().is_none_or(|name| *name == environment.application)
            && label.as_ref().is_none_or(|label| *label == environment.label)
            && (ids.is_empty() || ids.contains(&environment.id))
            && (names.is_empty() || names.contains(&environment.name))
    };
    // An environment that the caller may not see is not refused: it is absent.
    let visible = |environment: &&Environment| call.sees(&of_environment(world, environment));
    let found: Vec<&Environment> = world.listed(ended_after).filter(wanted).filter(visible).collect();
    let next = (from + most < found.len()).then(|| from + most);
    let shown = found.into_iter().skip(from).take(most).map(|environment| shown(world, environment));
    Ok(Some(Fields::new().list("Environments", shown).maybe("NextToken", next)))
}

pub(in crate::actions) fn update(world: &mut World, call: &Call<'_>) -> Answer {
    let params = call.params;
    let which = which(params)?;
    let application = params.sized("ApplicationName", 1, 100)?;
    let removed = params.structures("OptionsToRemove", ["Namespace", "OptionName"]);
    let change = Change {
        label: params.sized("VersionLabel", 1, 100)?,
        description: params.sized("Description", 0, 200)?,
        options: option_settings(params)?,
        without: removed.into_iter().map(|names| names.map(Option::unwrap_or_default).into()).collect(),
    };
    params.end()?;
    call.needs_environment(world, &which)?;
    let found = world.environment(&which)?;
    if application.is_some_and(|application| application != found.application) {
        return Err(Refusal::value(format!("No Environment found for EnvironmentName = '{}'.", found.name)));
    }
    let id = found.id.clone();
    call.needs_downstream(world, &which)?;
    world.update(&which, change, call.request, call.struck)?;
    let environment = world.environment(&Which { id: Some(id), name: None })?;
    Ok(Some(shown(world, environment)))
}

pub(in crate::actions) fn abort(world: &mut World, call: &Call<'_>) -> Answer {
    let which = which(call.params)?;
    call.params.end()?;
    call.needs_environment(world, &which)?;
    world.abort(&which, call.request)?;
    Ok(None)
}

pub(in crate::actions) fn terminate(world: &mut World, call: &Call<'_>) -> Answer {
    let which = which(call.params)?;
    let force = call.params.flag("ForceTerminate")?;
    call.params.text("TerminateResources");
    call.params.end()?;
    call.needs_environment(world, &which)?;
    world.terminate(&which, force, call.request)?;
    let environment = world.environment(&which)?;
    Ok(Some(shown(world, environment)))
}

pub(in crate::actions) fn swap(world: &mut World, call: &Call<'_>) -> Answer {
    let side = |side: &str| Which {
        id: call.params.text(&format!("{side}EnvironmentId")),
        name: call.params.text(&format!("{side}EnvironmentName")),
    };
    let (source, destination) = (side("Source"), side("Destination"));
    call.params.end()?;
    call.needs_environment(world, &source)?;
    call.needs_environment(world, &destination)?;
    call.needs_downstream(world, &source)?;
    call.needs_downstream(world, &destination)?;
    world.swap(&source, &destination, call.request, call.struck)?;
    Ok(None)
}

pub(in crate::actions) fn associate_role(world: &mut World, call: &Call<'_>) -> Answer {
    let role = call.params.required("OperationsRole", 1, 256)?;
    set_role(world, call, Some(role))
}

pub(in crate::actions) fn disassociate_role(world: &mut World, call: &Call<'_>) -> Answer {
    set_role(world, call, None)
}

fn set_role(world: &mut World, call: &Call<'_>, role: Option<String>) -> Answer {
    let which = Which { id: None, name: Some(call.params.required("EnvironmentName", 4, 40)?) };
    call.params.end()?;
    call.needs_environment(world, &which)?;
    world.set_operations_role(&which, role)?;
    Ok(None)
}

pub(in crate::actions) fn check_dns(world: &mut World, call: &Call<'_>) -> Answer {
    let prefix = call.params.required("CNAMEPrefix", 4, 63)?;
    call.params.end()?;
    call.needs(world, "*")?;
    let name = world.cname(&prefix);
    Ok(Some(Fields::new().text("Available", world.is_free(&name)).text("FullyQualifiedCNAME", name)))
}

/// Which environment a call means.
pub(in crate::actions) fn which(params: &Params) -> Result<Which, Refusal> {
    Ok(Which { id: params.text("EnvironmentId"), name: params.sized("EnvironmentName", 4, 40)? })
}

/// Which page a call means.
pub(in crate::actions) fn page(params: &Params) -> Result<usize, Refusal> {
    let token = params.text("NextToken");
    token.map_or(Ok(0), |token| token.parse().map_err(|_| invalid_token()))
}

/// No page has this name.
pub(in crate::actions) fn invalid_token() -> Refusal {
    Refusal::value("Invalid NextToken.")
}

fn option_settings(params: &Params) -> Result<OptionSettings, Refusal> {
    let structures = params.structures("OptionSettings", ["Namespace", "OptionName", "Value"]);
    let setting = |[namespace, name, value]: [Option<String>; 3]| match (namespace, name, value) {
        (Some(namespace), Some(name), Some(value)) => Ok(((namespace, name), value)),
        _ => Err(Refusal::value("An option setting needs Namespace, OptionName and Value.")),
    };
    structures.into_iter().map(setting).collect()
}

/// There is but one.
fn tier(params: &Params) -> Result<(), Refusal> {
    params.text("Tier.Version");
    for (member, only) in [("Tier.Name", "WebServer"), ("Tier.Type", "Standard")] {
        if params.text(member).is_some_and(|value| value != only) {
            return Err(Refusal::value(format!(
                "This double of Elastic Beanstalk has no {member} but {only}."
            )));
        }
    }
    Ok(())
}

/// An environment, as every call shows it that shows one.
fn shown(world: &World, environment: &Environment) -> Fields {
    let tier = Fields::new().text("Name", "WebServer").text("Type", "Standard").text("Version", "1.0");
    let abortable = environment.operation.as_ref().is_some_and(Operation::is_abortable);
    Fields::new()
        .text("EnvironmentName", &environment.name)
        .text("EnvironmentId", &environment.id)
        .text("ApplicationName", &environment.application)
        .text("VersionLabel", &environment.label)
        .text("SolutionStackName", PLATFORM)
        .text("PlatformArn", platform_arn(world))
        .maybe("Description", environment.description.as_ref())
        .maybe("OperationsRole", environment.operations_role.as_ref())
        .text("EndpointURL", &environment.balancer.name)
        .text("CNAME", &environment.cname)
        .time("DateCreated", environment.created)
        .time("DateUpdated", environment.updated)
        .text("Status", environment.status.name())
        .text("AbortableOperationInProgress", abortable)
        .text("Health", environment.colour(world.now()))
        .text("HealthStatus", environment.health(world.now()).status.name())
        .fields("Tier", tier)
        .list("EnvironmentLinks", [] as [&String; 0])
        .text("EnvironmentArn", of_environment(world, environment))
}
