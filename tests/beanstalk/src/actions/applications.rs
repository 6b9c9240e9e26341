//! The calls about applications.

use crate::{
    actions::{Answer, Call, permission::of_application},
    query::node::Fields,
    world::{World, version::Application},
};

pub(in crate::actions) fn create(world: &mut World, call: &Call<'_>) -> Answer {
    let name = call.params.required("ApplicationName", 1, 100)?;
    let description = call.params.sized("Description", 0, 200)?;
    call.params.end()?;
    call.needs(world, &of_application(world, &name))?;
    world.create_application(&name, description)?;
    let application = world.application(&name)?;
    Ok(Some(Fields::new().fields("Application", shown(world, application))))
}

pub(in crate::actions) fn describe(world: &mut World, call: &Call<'_>) -> Answer {
    let names = call.params.list("ApplicationNames");
    call.params.end()?;
    let wanted = |application: &&Application| names.is_empty() || names.contains(&application.name);
    let visible = |application: &&Application| call.sees(&of_application(world, &application.name));
    let found = world.applications().filter(wanted).filter(visible);
    Ok(Some(Fields::new().list("Applications", found.map(|application| shown(world, application)))))
}

fn shown(world: &World, application: &Application) -> Fields {
    Fields::new()
        .text("ApplicationArn", of_application(world, &application.name))
        .text("ApplicationName", &application.name)
        .maybe("Description", application.description.as_ref())
        .time("DateCreated", application.created)
        .time("DateUpdated", application.updated)
        .list("Versions", application.versions.keys())
        .list("ConfigurationTemplates", [] as [&String; 0])
}
