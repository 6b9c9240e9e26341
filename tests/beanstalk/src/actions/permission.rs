//! The permissions that each call needs, by "Actions, resources, and condition keys for AWS Elastic Beanstalk".

use crate::{
    actions::Call,
    world::{Environment, Refusal, Which, World},
};

// === impl Call ===

impl Call<'_> {
    /// Whether the call is allowed on a resource.
    pub(in crate::actions) fn sees(&self, resource: &str) -> bool {
        self.policy.is_none_or(|policy| policy.allows(self.action, resource))
    }

    /// Refuses the call unless it is allowed on a resource.
    pub(in crate::actions) fn needs(&self, world: &World, resource: &str) -> Result<(), Refusal> {
        if self.sees(resource) {
            return Ok(());
        }
        Err(Refusal::denied(&world.setting.account, self.action, resource))
    }

    /// Refuses the call unless it is allowed on an environment. The application of a missing environment is unknown.
    /// So a caller without permission for all environments does not learn that it is missing.
    pub(in crate::actions) fn needs_environment(&self, world: &World, which: &Which) -> Result<(), Refusal> {
        let resource = match world.environment(which) {
            Ok(environment) => of_environment(world, environment),
            Err(_) => world.arn(&format!("environment/*/{}", which.name.as_deref().unwrap_or("*"))),
        };
        self.needs(world, &resource)
    }
}

/// The resource that an application is.
pub(in crate::actions) fn of_application(world: &World, name: &str) -> String {
    world.arn(&format!("application/{name}"))
}

/// The resource that a version is.
pub(in crate::actions) fn of_version(world: &World, application: &str, label: &str) -> String {
    world.arn(&format!("applicationversion/{application}/{label}"))
}

/// The resource that an environment is.
pub(in crate::actions) fn of_environment(world: &World, environment: &Environment) -> String {
    world.arn(&format!("environment/{}/{}", environment.application, environment.name))
}
