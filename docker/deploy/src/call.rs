//! Every call that is made to AWS, once: what the clients tag their calls with is what the policy grants.

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

/// What a call is about, and so what a policy grants it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The two environments.
    Environments,
    /// The versions of the application.
    Versions,
    /// Bundles, lock and journal in the bucket.
    Objects,
    /// Nothing: everybody may.
    Anyone,
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

    /// What a policy calls it.
    pub fn action(self) -> String {
        let service = match self.scope() {
            Scope::Environments | Scope::Versions => "elasticbeanstalk",
            Scope::Objects => "s3",
            Scope::Anyone => "sts",
        };
        format!("{service}:{self:?}")
    }

    /// What it is about.
    pub fn scope(self) -> Scope {
        match self {
            Self::DescribeEnvironments
            | Self::DescribeConfigurationSettings
            | Self::DescribeEnvironmentHealth
            | Self::DescribeInstancesHealth
            | Self::DescribeEvents
            | Self::UpdateEnvironment
            | Self::AbortEnvironmentUpdate
            | Self::SwapEnvironmentCNAMEs => Scope::Environments,
            Self::DescribeApplicationVersions
            | Self::CreateApplicationVersion
            | Self::DeleteApplicationVersion => Scope::Versions,
            Self::GetObject | Self::PutObject | Self::DeleteObject => Scope::Objects,
            Self::GetCallerIdentity => Scope::Anyone,
        }
    }
}
