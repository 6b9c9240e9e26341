//! The permissions that each call needs, by "Actions, resources, and condition keys for AWS Elastic Beanstalk".

use crate::{
    actions::Call,
    world::{Environment, Refusal, Which, World},
};

// === impl Call ===

impl Call<'_> {
    /// Whether the call is allowed on a resource.
    pub(in crate::actions) fn sees(&self, resource: &str) -> bool {
        self.may(&format!("elasticbeanstalk:{}", self.action), resource)
    }

    fn may(&self, action: &str, resource: &str) -> bool {
        self.policy.is_none_or(|policy| policy.allows(action, resource))
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

    /// Refuses a change of an environment unless Beanstalk may do its part: by the rights of the environment's operations
    /// role, which has them all, or of the caller (AWS, `AssociateEnvironmentOperationsRole`).
    pub(in crate::actions) fn needs_downstream(&self, world: &World, which: &Which) -> Result<(), Refusal> {
        match world.environment(which) {
            Ok(environment) if environment.operations_role.is_none() => self.acts(DOWNSTREAM, &place(world)),
            _ => Ok(()),
        }
    }

    /// Refuses a version unless its bundle may be copied into Beanstalk's own bucket by the rights of the caller.
    pub(in crate::actions) fn needs_processing(&self, world: &World) -> Result<(), Refusal> {
        self.acts(PROCESSING, &place(world))
    }

    fn acts(&self, steps: &[(&str, &str)], [region, account]: &[String; 2]) -> Result<(), Refusal> {
        for (action, resource) in steps {
            let resource = resource.replace("REGION", region).replace("ACCOUNT", account);
            if !self.may(action, &resource) {
                return Err(Refusal::insufficient(action));
            }
        }
        Ok(())
    }
}

/// The calls of an update or a swap in the name of the caller: one for each service that public reports name.
const DOWNSTREAM: &[(&str, &str)] = &[
    ("s3:CreateBucket", "arn:aws:s3:::elasticbeanstalk-REGION-ACCOUNT"),
    (
        "s3:GetObject",
        "arn:aws:s3:::elasticbeanstalk-env-resources-REGION/eb_patching_resources/instance_patch_extension.linux",
    ),
    (
        "cloudformation:DescribeStackResources",
        "arn:aws:cloudformation:REGION:ACCOUNT:stack/awseb-e-1-stack/1",
    ),
    ("cloudformation:UpdateStack", "arn:aws:cloudformation:REGION:ACCOUNT:stack/awseb-e-1-stack/1"),
    ("autoscaling:DescribeAutoScalingGroups", "*"),
    (
        "autoscaling:SuspendProcesses",
        "arn:aws:autoscaling:REGION:ACCOUNT:autoScalingGroup:1:autoScalingGroupName/awseb-e-1-stack",
    ),
    ("elasticloadbalancing:DescribeTargetHealth", "*"),
    (
        "elasticloadbalancing:RegisterTargets",
        "arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/awseb-1/1",
    ),
    ("ec2:DescribeImages", "*"),
];

/// The calls of processing a version in the name of the caller.
const PROCESSING: &[(&str, &str)] = &[
    ("s3:GetObject", "arn:aws:s3:::elasticbeanstalk-REGION-ACCOUNT/bundle.zip"),
    ("s3:PutObject", "arn:aws:s3:::elasticbeanstalk-REGION-ACCOUNT/bundle.zip"),
    ("s3:PutObjectAcl", "arn:aws:s3:::elasticbeanstalk-REGION-ACCOUNT/bundle.zip"),
    ("s3:DeleteObject", "arn:aws:s3:::elasticbeanstalk-REGION-ACCOUNT/bundle.zip"),
];

fn place(world: &World) -> [String; 2] {
    [world.setting.region.clone(), world.setting.account.clone()]
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
