//! Health: whether the process answers, whether it can do what it is there for, and which release it is.

mod checks;
mod command;
mod options;
mod page;
#[cfg(test)]
mod tests;
mod version;

pub(crate) use self::version::known;
pub use self::{
    checks::{ANSWERS_WITHIN, Dependency, Health, Report},
    command::{HealthError, check},
    options::HealthcheckCommand,
    page::{LiveResource, ReadyResource, live, ready},
    version::{VersionResource, version},
};
