//! Beanstalk, as this simulation has it.

use async_trait::async_trait;

use super::{Behaviour, Sim, State, Under};
use crate::{
    About, Call, ControlPlane, Environment, Event, EventQuery, Fault, FaultKind, Grade, Health, Instance,
    NewVersion, Setting, Status, Version, VersionStatus,
};

#[async_trait]
impl ControlPlane for Sim {
    async fn environments(&self) -> Result<Vec<Environment>, Fault> {
        self.call(Call::DescribeEnvironments, |state| {
            Ok((0..2).map(|place| described(state, place)).collect())
        })
        .await
    }

    async fn settings(&self, _: &str) -> Result<Vec<Setting>, Fault> {
        self.call(Call::DescribeConfigurationSettings, |state| {
            let setting = |namespace: &str, name: &str, value: &str| Setting {
                namespace: namespace.to_owned(),
                name: name.to_owned(),
                value: value.to_owned(),
            };
            let own = state.settings.iter().map(|(namespace, name, value)| setting(namespace, name, value));
            Ok(own.collect())
        })
        .await
    }

    async fn health(&self, environment: &str) -> Result<Health, Fault> {
        self.call(Call::DescribeEnvironmentHealth, |state| {
            let place = place(state, environment);
            let (grade, live) = (state.grade(place), state.live() == place);
            let causes = match grade {
                Grade::Severe => vec!["100.0 % of the requests are failing with HTTP 5xx.".to_owned()],
                Grade::Info => vec!["Application deployment in progress.".to_owned()],
                _ => Vec::new(),
            };
            let requests = if live { 1000 } else { state.environments[place].stragglers };
            let failing =
                state.behaviour_of(&state.environments[place].label) == Some(Behaviour::FailsSometimes);
            let server_errors = if live && failing { requests / 10 } else { 0 };
            Ok(Health { grade, causes, requests, server_errors, pending: 0 })
        })
        .await
    }

    async fn instances(&self, environment: &str) -> Result<Vec<Instance>, Fault> {
        self.call(Call::DescribeInstancesHealth, |state| {
            let place = place(state, environment);
            let env = &state.environments[place];
            let shown = |(number, (label, deployment)): (usize, &(String, &'static str))| Instance {
                id: format!("i-{}{number}", env.name),
                grade: if *deployment == "Failed" { Grade::Degraded } else { Grade::Ok },
                causes: Vec::new(),
                label: Some(label.clone()),
                deployment: Some((*deployment).to_owned()),
                number: Some(env.deployments),
            };
            Ok(env.instances.iter().enumerate().map(shown).collect())
        })
        .await
    }

    async fn events(&self, query: &EventQuery) -> Result<Vec<Event>, Fault> {
        self.call(Call::DescribeEvents, |state| {
            let About::Environment(wanted) = &query.about else {
                let message = "Configuration file .ebextensions/10-service.config is not valid.".to_owned();
                return Ok(vec![Event { at: state.now(), severity: crate::Severity::Error, message }]);
            };
            let about = state.events.iter().filter(|(name, request, event)| {
                let asked = query.request.as_ref().is_none_or(|wanted| wanted == request);
                name == wanted && asked && event.at >= query.since
            });
            Ok(about.rev().map(|(.., event)| event.clone()).collect())
        })
        .await
    }

    async fn versions(&self, label: Option<&str>) -> Result<Vec<Version>, Fault> {
        self.call(Call::DescribeApplicationVersions, |state| {
            let wanted = |version: &&Version| label.is_none_or(|label| version.label == label);
            Ok(state.versions.values().filter(wanted).cloned().collect())
        })
        .await
    }

    async fn create_version(&self, version: &NewVersion) -> Result<(), Fault> {
        self.call(Call::CreateApplicationVersion, |state| {
            if state.versions.contains_key(&version.label) {
                return refused(Call::CreateApplicationVersion, "InvalidParameterValue: it is there already");
            }
            let malformed = state.behaviour_of(&version.label) == Some(Behaviour::Malformed);
            let made = Version {
                label: version.label.clone(),
                description: version.description.clone(),
                source: Some((version.bucket.clone(), version.key.clone())),
                status: if malformed { VersionStatus::Failed } else { VersionStatus::Processed },
                created: state.now(),
            };
            state.versions.insert(version.label.clone(), made);
            Ok(())
        })
        .await
    }

    async fn delete_version(&self, label: &str) -> Result<(), Fault> {
        self.call(Call::DeleteApplicationVersion, |state| {
            if state.undeletable.as_deref() == Some(label) {
                return refused(Call::DeleteApplicationVersion, "SourceBundleDeletionFailure: it is in use");
            }
            let version = state.versions.remove(label);
            version.and_then(|version| version.source).map(|(_, key)| state.objects.remove(&key));
            Ok(())
        })
        .await
    }

    async fn update(&self, environment: &str, label: &str) -> Result<Option<String>, Fault> {
        self.call(Call::UpdateEnvironment, |state| {
            let place = place(state, environment);
            if described(state, place).status != Status::Ready {
                return refused(Call::UpdateEnvironment, "InvalidParameterValue: Must be Ready.");
            }
            let (request, since) = (format!("request-{}", state.next_tag()), state.now());
            let under = Under {
                label: label.to_owned(),
                since,
                request: request.clone(),
                aborting: false,
                begun: false,
            };
            let env = &mut state.environments[place];
            env.update = Some(under);
            Ok(Some(request))
        })
        .await
    }

    async fn abort(&self, environment: &str) -> Result<(), Fault> {
        self.call(Call::AbortEnvironmentUpdate, |state| {
            let (place, now) = (place(state, environment), state.now());
            if let Some(under) = &mut state.environments[place].update {
                (under.aborting, under.since) = (true, now);
            }
            Ok(())
        })
        .await
    }

    async fn swap(&self, from: &str, _: &str) -> Result<(), Fault> {
        self.call(Call::SwapEnvironmentCNAMEs, |state| {
            if (0..2).any(|place| described(state, place).status != Status::Ready) {
                return refused(Call::SwapEnvironmentCNAMEs, "InvalidParameterValue: Must be Ready.");
            }
            // As in AWS, it is no matter which of the two is named first.
            let _ = place(state, from);
            state.begin_swap();
            Ok(())
        })
        .await
    }
}

fn place(state: &State, name: &str) -> usize {
    state.environments.iter().position(|env| env.name == name).expect("an environment that is there")
}

fn described(state: &State, place: usize) -> Environment {
    let env = &state.environments[place];
    let status = match &env.update {
        Some(Under { aborting: true, .. }) => Status::Aborting,
        Some(_) => Status::Updating,
        None if state.is_swapping() => Status::Updating,
        None => Status::Ready,
    };
    Environment {
        name: env.name.to_owned(),
        cname: format!("{}.eu-central-1.elasticbeanstalk.com", env.prefix),
        endpoint: Some(format!("awseb-{}.elb.amazonaws.com", env.name)),
        label: Some(env.label.clone()),
        status,
        grade: state.grade(place),
        platform: Some("64bit Amazon Linux 2023 v4.7.0 running Docker".to_owned()),
        abortable: env.update.as_ref().is_some_and(|under| !under.aborting),
    }
}

fn refused<T>(call: Call, message: &str) -> Result<T, Fault> {
    Err(Fault::new(call, FaultKind::Refused, message))
}
