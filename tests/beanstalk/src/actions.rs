//! The calls, and what each does.

mod applications;
mod environments;
mod events;
mod health;
mod permission;
mod platforms;
mod settings;
mod versions;

pub(crate) use crate::actions::versions::source;
use crate::{
    policy::Policy,
    query::{node::Fields, params::Params},
    world::{Refusal, World, fault::Fault},
};

/// A call that is to be carried out.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    /// The name of the call, such as `DescribeEvents`.
    pub(crate) action: &'a str,
    pub(crate) params: &'a Params,
    /// The name of this call, which its events carry.
    pub(crate) request: &'a str,
    /// The fault of it.
    pub(crate) struck: &'a [Fault],
    /// The permissions of the caller; all, if there is no policy.
    pub(crate) policy: Option<&'a Policy>,
}

/// The result of a call; some have none.
pub(crate) type Answer = Result<Option<Fields>, Refusal>;

/// Carries a call out.
pub(crate) fn carry_out(world: &mut World, call: &Call<'_>) -> Answer {
    match call.action {
        "AbortEnvironmentUpdate" => environments::abort(world, call),
        "AssociateEnvironmentOperationsRole" => environments::associate_role(world, call),
        "CheckDNSAvailability" => environments::check_dns(world, call),
        "CreateApplication" => applications::create(world, call),
        "CreateApplicationVersion" => versions::create(world, call),
        "CreateEnvironment" => environments::create(world, call),
        "DeleteApplicationVersion" => versions::delete(world, call),
        "DescribeApplications" => applications::describe(world, call),
        "DescribeApplicationVersions" => versions::describe(world, call),
        "DescribeConfigurationSettings" => settings::describe(world, call),
        "DescribeEnvironmentHealth" => health::describe_environment(world, call),
        "DescribeEnvironments" => environments::describe(world, call),
        "DescribeEvents" => events::describe(world, call),
        "DescribeInstancesHealth" => health::describe_instances(world, call),
        "DescribePlatformVersion" => platforms::describe(world, call),
        "DisassociateEnvironmentOperationsRole" => environments::disassociate_role(world, call),
        "SwapEnvironmentCNAMEs" => environments::swap(world, call),
        "TerminateEnvironment" => environments::terminate(world, call),
        "UpdateEnvironment" => environments::update(world, call),
        unknown => Err(Refusal::action(unknown)),
    }
}
