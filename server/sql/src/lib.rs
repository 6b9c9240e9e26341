#![doc = include_str!("../README.md")]

mod dependency;
mod error;
mod file;
mod location;
mod metrics;
mod open;
mod replicas;

pub use self::{
    dependency::dependency,
    error::DatabaseError,
    file::examine,
    location::{DatabaseLocation, ServerUrl, UnknownLocation, location},
    metrics::collect_pools,
    open::{Opened, open, open_filled, up_to_date, with_replicas},
    replicas::{ReplicaList, Replicas, WrongReplica},
};
