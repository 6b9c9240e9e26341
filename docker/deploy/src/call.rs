//! Every call to AWS, listed once: the policy grants exactly the calls that the clients are tagged with.

/// A call to AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the AWS API reference")]
pub enum Call {
    DescribeEnvironments,
    DescribeConfigurationSettings,
    DescribeEnvironmentHealth,
    DescribeInstancesHealth,
    DescribeEvents,
    UpdateEnvironment,
    AbortEnvironmentUpdate,
    SwapEnvironmentCNAMEs,
    DescribeApplicationVersions,
    CreateApplicationVersion,
    DeleteApplicationVersion,
    GetObject,
    PutObject,
    DeleteObject,
    GetCallerIdentity,
}

/// The resources of a call, which a policy grants it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The two environments.
    Environments,
    /// The application and its versions.
    Versions,
    /// Bundles, lock and journal in the bucket.
    Objects,
}

// === impl Call ===

impl Call {
    /// All of them, those about the same side by side.
    pub const ALL: [Self; 15] = [
        Self::DescribeEnvironments,
        Self::DescribeConfigurationSettings,
        Self::DescribeEnvironmentHealth,
        Self::DescribeInstancesHealth,
        Self::DescribeEvents,
        Self::UpdateEnvironment,
        Self::AbortEnvironmentUpdate,
        Self::SwapEnvironmentCNAMEs,
        Self::DescribeApplicationVersions,
        Self::CreateApplicationVersion,
        Self::DeleteApplicationVersion,
        Self::GetObject,
        Self::PutObject,
        Self::DeleteObject,
        Self::GetCallerIdentity,
    ];

    /// Its name in a policy.
    pub fn action(self) -> String {
        let service = match self.scopes() {
            [Scope::Objects] => "s3",
            [] => "sts",
            _ => "elasticbeanstalk",
        };
        format!("{service}:{self:?}")
    }

    /// The kinds of resources that it concerns. Every identity may make a call about none.
    pub fn scopes(self) -> &'static [Scope] {
        match self {
            Self::DescribeEnvironments
            | Self::DescribeConfigurationSettings
            | Self::DescribeEnvironmentHealth
            | Self::DescribeInstancesHealth
            | Self::UpdateEnvironment
            | Self::AbortEnvironmentUpdate
            | Self::SwapEnvironmentCNAMEs => &[Scope::Environments],
            // Why Beanstalk refuses a version is an event of the version.
            Self::DescribeEvents => &[Scope::Environments, Scope::Versions],
            Self::DescribeApplicationVersions
            | Self::CreateApplicationVersion
            | Self::DeleteApplicationVersion => &[Scope::Versions],
            Self::GetObject | Self::PutObject | Self::DeleteObject => &[Scope::Objects],
            Self::GetCallerIdentity => &[],
        }
    }
}
