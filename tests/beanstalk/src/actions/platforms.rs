//! The one platform there is, and the call for it, without which `eb status` fails.

use crate::{
    actions::{Answer, Call},
    query::node::Fields,
    world::{Refusal, World},
};

/// The version of the platform.
const VERSION: &str = "4.5.0";

/// The name of the platform.
pub(in crate::actions) const PLATFORM: &str = "64bit Amazon Linux 2023 v4.5.0 running Docker";

/// Its ARN, in which there is no account since it is AWS' own.
pub(in crate::actions) fn platform_arn(world: &World) -> String {
    let region = &world.setting.region;
    format!("arn:aws:elasticbeanstalk:{region}::platform/Docker running on 64bit Amazon Linux 2023/{VERSION}")
}

pub(in crate::actions) fn describe(world: &mut World, call: &Call<'_>) -> Answer {
    let asked = call.params.text("PlatformArn");
    call.params.end()?;
    let arn = platform_arn(world);
    if asked.is_some_and(|asked| asked != arn) {
        return Err(Refusal::value("This double of Elastic Beanstalk has one platform."));
    }
    call.needs(world, &arn)?;
    let platform = Fields::new()
        .text("PlatformArn", arn)
        .text("PlatformOwner", "AWSElasticBeanstalk")
        .text("PlatformName", "Docker running on 64bit Amazon Linux 2023")
        .text("PlatformVersion", VERSION)
        .text("SolutionStackName", PLATFORM)
        .text("PlatformStatus", "Ready")
        .text("PlatformCategory", "Docker")
        .text("PlatformLifecycleState", "Recommended");
    Ok(Some(Fields::new().fields("PlatformDescription", platform)))
}
