//! The calls about application versions.

use crate::{
    actions::{
        Answer, Call,
        environments::page,
        permission::{of_application, of_version},
    },
    query::{node::Fields, params::Params},
    world::{
        Refusal, World,
        version::{Location, NewVersion, Version},
    },
};

/// The default number of versions on a page.
const PAGE: usize = 1000;

pub(in crate::actions) fn create(world: &mut World, call: &Call<'_>) -> Answer {
    let application = call.params.required("ApplicationName", 1, 100)?;
    let label = call.params.required("VersionLabel", 1, 100)?;
    let new = NewVersion {
        description: call.params.sized("Description", 0, 200)?,
        bundle: source(call.params)?,
        process: call.params.flag("Process")?,
        create_application: call.params.flag("AutoCreateApplication")?,
        application: application.clone(),
        label: label.clone(),
    };
    call.params.end()?;
    call.needs(world, &of_version(world, &application, &label))?;
    call.needs(world, &of_application(world, &application))?;
    if new.process {
        call.needs_processing(world)?;
    }
    world.create_version(new)?;
    let version = world.version(&application, &label)?;
    Ok(Some(Fields::new().fields("ApplicationVersion", shown(world, &application, version))))
}

/// The bundle that a call names. Without one AWS would deploy a sample of its own.
pub(crate) fn source(params: &Params) -> Result<Location, Refusal> {
    let bucket = params.sized("SourceBundle.S3Bucket", 0, 255)?;
    let key = params.sized("SourceBundle.S3Key", 0, 1024)?;
    match (bucket, key) {
        (Some(bucket), Some(key)) => Ok(Location { bucket, key }),
        _ => Err(Refusal::combination(
            "This double of Elastic Beanstalk wants both S3Bucket and S3Key of SourceBundle: it has no sample application.",
        )),
    }
}

pub(in crate::actions) fn describe(world: &mut World, call: &Call<'_>) -> Answer {
    let application = call.params.sized("ApplicationName", 1, 100)?;
    let labels = call.params.list("VersionLabels");
    let most = call.params.number("MaxRecords", 1, 1000)?.unwrap_or(PAGE);
    let from = page(call.params)?;
    call.params.end()?;
    let named = application.as_deref().unwrap_or("*");
    if labels.is_empty() {
        call.needs(world, &of_version(world, named, "*"))?;
    }
    for label in &labels {
        call.needs(world, &of_version(world, named, label))?;
    }
    let mut found: Vec<(&str, &Version)> = world
        .applications()
        .filter(|found| application.as_ref().is_none_or(|name| *name == found.name))
        .flat_map(|found| found.versions.values().map(|version| (found.name.as_str(), version)))
        .filter(|(_, version)| labels.is_empty() || labels.contains(&version.label))
        .collect();
    found.sort_by_key(|(_, version)| std::cmp::Reverse(version.created));
    let next = (from + most < found.len()).then(|| from + most);
    let page =
        found.iter().skip(from).take(most).map(|(application, version)| shown(world, application, version));
    Ok(Some(Fields::new().list("ApplicationVersions", page).maybe("NextToken", next)))
}

pub(in crate::actions) fn delete(world: &mut World, call: &Call<'_>) -> Answer {
    let application = call.params.required("ApplicationName", 1, 100)?;
    let label = call.params.required("VersionLabel", 1, 100)?;
    // The caller of the double is responsible for the bundle.
    call.params.flag("DeleteSourceBundle")?;
    call.params.end()?;
    call.needs(world, &of_version(world, &application, &label))?;
    world.delete_version(&application, &label)?;
    Ok(None)
}

fn shown(world: &World, application: &str, version: &Version) -> Fields {
    let bundle = Fields::new().text("S3Bucket", &version.bundle.bucket).text("S3Key", &version.bundle.key);
    Fields::new()
        .text("ApplicationVersionArn", of_version(world, application, &version.label))
        .text("ApplicationName", application)
        .maybe("Description", version.description.as_ref())
        .text("VersionLabel", &version.label)
        .fields("SourceBundle", bundle)
        .text("Process", version.process)
        .time("DateCreated", version.created)
        .time("DateUpdated", version.updated)
        .text("Status", version.status.name())
}
