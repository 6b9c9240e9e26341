#![doc = include_str!("../README.md")]

mod attach;
mod dependency;
mod error;
mod faults;
mod file;
mod location;
mod metrics;
mod open;
mod replicas;

pub use self::{
    attach::attach,
    dependency::dependency,
    error::DatabaseError,
    faults::faults,
    file::examine,
    location::{DatabaseLocation, ServerUrl, UnknownLocation, location},
    metrics::collect_pools,
    open::{Opened, open, open_filled, up_to_date, with_replicas},
    replicas::{ReplicaList, Replicas, WrongReplica},
};
