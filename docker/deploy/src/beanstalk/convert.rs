//! From the official client's types to ours.

use aws_sdk_elasticbeanstalk::{
    operation::describe_environment_health::DescribeEnvironmentHealthOutput,
    primitives::DateTime,
    types::{
        ApplicationVersionDescription, ConfigurationOptionSetting, EnvironmentDescription, EnvironmentStatus,
        EventDescription, EventSeverity, SingleInstanceHealth,
    },
};
use jiff::Timestamp;

use super::{Environment, Event, Grade, Health, Instance, Setting, Severity, Status, Version, VersionStatus};

pub(super) fn environment(found: EnvironmentDescription) -> Environment {
    Environment {
        name: found.environment_name.unwrap_or_default(),
        cname: found.cname.unwrap_or_default(),
        endpoint: found.endpoint_url.filter(|url| !url.is_empty()),
        label: found.version_label.filter(|label| !label.is_empty()),
        status: found.status.map_or(Status::Other, |status| match status {
            EnvironmentStatus::Aborting => Status::Aborting,
            EnvironmentStatus::Launching => Status::Launching,
            EnvironmentStatus::Ready => Status::Ready,
            EnvironmentStatus::Terminated => Status::Terminated,
            EnvironmentStatus::Terminating => Status::Terminating,
            EnvironmentStatus::Updating => Status::Updating,
            _ => Status::Other,
        }),
        grade: found.health_status.map_or(Grade::Unknown, |status| Grade::from(status.as_str())),
        platform: found.platform_arn.or(found.solution_stack_name),
        abortable: found.abortable_operation_in_progress.unwrap_or_default(),
    }
}

pub(super) fn setting(found: ConfigurationOptionSetting) -> Setting {
    Setting {
        namespace: found.namespace.unwrap_or_default(),
        name: found.option_name.unwrap_or_default(),
        value: found.value.unwrap_or_default(),
    }
}

pub(super) fn health(found: DescribeEnvironmentHealthOutput) -> Health {
    let metrics = found.application_metrics;
    let codes = metrics.as_ref().and_then(|metrics| metrics.status_codes.as_ref());
    let instances = found.instances_health;
    let unknown = instances.map(|known| [known.pending, known.no_data, known.unknown]).unwrap_or_default();
    Health {
        grade: found.health_status.as_deref().map_or(Grade::Unknown, Grade::from),
        causes: found.causes.unwrap_or_default(),
        requests: count(metrics.as_ref().map(|metrics| metrics.request_count)),
        server_errors: count(codes.and_then(|codes| codes.status5xx)),
        pending: unknown.into_iter().map(count).sum(),
    }
}

pub(super) fn instance(found: SingleInstanceHealth) -> Instance {
    let deployment = found.deployment;
    let number = deployment.as_ref().and_then(|found| found.deployment_id);
    let (label, deployment) = deployment.map(|found| (found.version_label, found.status)).unwrap_or_default();
    Instance {
        id: found.instance_id.unwrap_or_default(),
        grade: found.health_status.as_deref().map_or(Grade::Unknown, Grade::from),
        causes: found.causes.unwrap_or_default(),
        label,
        deployment,
        number,
    }
}

pub(super) fn event(found: EventDescription) -> Event {
    Event {
        at: timestamp(found.event_date),
        severity: found.severity.map_or(Severity::Info, |severity| match severity {
            EventSeverity::Trace => Severity::Trace,
            EventSeverity::Debug => Severity::Debug,
            EventSeverity::Warn => Severity::Warn,
            EventSeverity::Error => Severity::Error,
            EventSeverity::Fatal => Severity::Fatal,
            _ => Severity::Info,
        }),
        message: found.message.unwrap_or_default(),
    }
}

pub(super) fn version(found: ApplicationVersionDescription) -> Version {
    Version {
        label: found.version_label.unwrap_or_default(),
        description: found.description.unwrap_or_default(),
        source: found.source_bundle.and_then(|source| source.s3_bucket.zip(source.s3_key)),
        // The service writes in capitals where its own model does not.
        status: match found.status.map(|status| status.as_str().to_ascii_lowercase()).as_deref() {
            Some("processed") => VersionStatus::Processed,
            Some("failed") => VersionStatus::Failed,
            Some("processing" | "building") => VersionStatus::Processing,
            _ => VersionStatus::Unprocessed,
        },
        created: timestamp(found.date_created),
    }
}

/// An instant as the client has it; whole seconds, so that an event in the same one is not left out.
pub(super) fn instant(at: Timestamp) -> DateTime {
    DateTime::from_secs(at.as_second())
}

fn timestamp(at: Option<DateTime>) -> Timestamp {
    at.and_then(|at| Timestamp::from_nanosecond(at.as_nanos()).ok()).unwrap_or_default()
}

fn count(number: Option<i32>) -> u64 {
    number.and_then(|number| number.try_into().ok()).unwrap_or_default()
}
