//! Health: whether the process responds, whether it can do its work, and which release it is.

mod checks;
mod command;
mod options;
mod page;
mod version;

pub use self::{
    checks::{Dependency, Health, RESPONDS_WITHIN, Report},
    command::{HealthError, check},
    options::HealthcheckCommand,
    page::{LiveResource, ReadyResource, live, ready},
    version::{VersionResource, version},
};
