//! The call that returns events.

use crate::{
    actions::{
        Answer, Call,
        environments::{invalid_token, which},
        permission::{of_application, of_version},
    },
    query::node::Fields,
    world::{
        Refusal, World,
        event::{Event, Severity, Wanted},
    },
};

/// The largest number of events on a page, and the default.
const PAGE: usize = 1000;

pub(in crate::actions) fn describe(world: &mut World, call: &Call<'_>) -> Answer {
    let params = call.params;
    let mut which = which(params)?;
    let application = params.sized("ApplicationName", 1, 100)?;
    let severity = params.text("Severity");
    let severity = severity.map(|name| {
        Severity::named(&name).ok_or_else(|| Refusal::validation(format!("'{name}' is no severity")))
    });
    let mut wanted = Wanted {
        application,
        environment: None,
        version: params.sized("VersionLabel", 1, 100)?,
        request: params.text("RequestId"),
        severity: severity.transpose()?,
        start: params.time("StartTime")?,
        end: params.time("EndTime")?,
        below: params
            .text("NextToken")
            .map(|token| token.parse())
            .transpose()
            .map_err(|_| invalid_token())?,
    };
    let most = params.number("MaxRecords", 1, PAGE)?.unwrap_or(PAGE);
    params.end()?;
    if which.id.is_some() || which.name.is_some() {
        call.needs_environment(world, &which)?;
        if which.id.is_some() {
            which.name = Some(world.environment(&which)?.name.clone());
        }
    } else {
        let application = wanted.application.as_deref().unwrap_or("*");
        let of = match &wanted.version {
            Some(label) => of_version(world, application, label),
            None => of_application(world, application),
        };
        call.needs(world, &of)?;
    }
    wanted.environment = which.name;
    let mut found = world.events(&wanted);
    let page: Vec<&Event> = found.by_ref().take(most).collect();
    let next = found.next().and(page.last()).map(|last| last.number);
    Ok(Some(Fields::new().list("Events", page.into_iter().map(shown)).maybe("NextToken", next)))
}

fn shown(event: &Event) -> Fields {
    Fields::new()
        .time("EventDate", event.at)
        .text("Message", &event.message)
        .text("ApplicationName", &event.application)
        .maybe("VersionLabel", event.version.as_ref())
        .maybe("EnvironmentName", event.environment.as_ref())
        .maybe("RequestId", event.request.as_ref())
        .text("Severity", event.severity.name())
}
