#![doc = include_str!("../README.md")]

mod aws;
mod beanstalk;
pub mod bundle;
mod call;
mod clock;
mod command;
mod doctor;
mod events;
mod exit;
mod fault;
mod journal;
mod label;
mod lock;
mod names;
mod observed;
mod openapi;
mod options;
mod plan;
mod policy;
mod ports;
mod promote;
mod record;
mod remedy;
mod report;
mod rollback;
mod run;
mod settings;
mod status;
mod step;
mod steps;
mod store;
mod text;
mod unlock;
mod up;
mod web;
mod written;

#[cfg(test)]
mod tests;

pub use self::{
    beanstalk::{
        About, ControlPlane, Environment, Event, EventQuery, Grade, Health, Instance, NewVersion, Setting,
        Severity, Status, Version, VersionStatus,
    },
    bundle::Bundle,
    call::Call,
    clock::{Clock, SystemClock},
    command::run,
    doctor::{Diagnosis, Finding},
    events::{Message, RunEvent, Sink, StepState},
    exit::{Abort, Exit},
    fault::{Fault, FaultKind},
    journal::{Journal, Outcome, Side},
    lock::Holder,
    names::{Addresses, Dns},
    options::{Cli, Command, Options},
    policy::{Place, Trust, downstream_policy, policy, trust_policy},
    ports::Ports,
    report::Report,
    run::Run,
    settings::{Program, Settings, Waits},
    step::Step,
    store::{Condition, Store, Tag},
    text::quoted,
    web::{Connection, Response, Web},
};
