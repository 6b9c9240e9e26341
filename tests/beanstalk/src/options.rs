//! The options of a double.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    str::FromStr,
};

use clap::Args;

use crate::world::Place;

/// The options of a double.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// The address for calls.
    #[arg(long, default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
    /// The UDP address of its DNS server.
    #[arg(long, default_value = "127.0.0.1:0")]
    pub dns: SocketAddr,
    /// For how many seconds a DNS response may be cached.
    #[arg(long, default_value_t = 60, value_name = "SECONDS")]
    pub ttl: u32,
    /// The address of S3, if it is not AWS' own.
    #[arg(long, value_name = "URL")]
    pub s3: Option<String>,
    /// The key to S3, unless it is the one that the SDK finds by itself.
    #[arg(long, value_name = "ID:SECRET")]
    pub s3_key: Option<String>,
    /// A folder in place of S3: the bundle KEY of BUCKET is its file BUCKET/KEY.
    #[arg(long, value_name = "DIR", conflicts_with = "s3")]
    pub bundles: Option<PathBuf>,
    /// How many virtual seconds a real one has; or `manual`, and time passes only by calls.
    #[arg(long, default_value = "1", value_name = "N|manual")]
    pub clock_speed: Speed,
    /// For how many real seconds virtual time stands still at most until a started instance passes its health check.
    #[arg(long, default_value_t = 20, value_name = "SECONDS")]
    pub boot_time: u32,
    /// The region that it is in.
    #[arg(long, default_value = "eu-central-1")]
    pub region: String,
    /// The account that everything belongs to.
    #[arg(long, default_value = "123456789012")]
    pub account: String,
    /// The number of instances of an environment without a place of its own.
    #[arg(long, default_value_t = 2)]
    pub instances: u16,
    /// The place of the environment of this name: the address of its balancer, and those of its instances, such as
    /// `blue=127.0.0.2/127.0.0.2:5101,127.0.0.2:5102`.
    #[arg(long, value_name = "NAME=BALANCER/INSTANCE,…", value_parser = place)]
    pub place: Vec<(String, Place)>,
    /// A variable of every instance, besides those that its environment has.
    #[arg(long, value_name = "NAME=VALUE", value_parser = variable)]
    pub variable: Vec<(String, String)>,
    /// A policy of IAM: the permissions of callers. All is permitted by default.
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// The folder in which bundles are unpacked and instances write; it is kept afterwards. By default a temporary
    /// one.
    #[arg(long, value_name = "DIR")]
    pub home: Option<PathBuf>,
}

/// How fast virtual time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speed {
    /// So many virtual seconds in a real one.
    Times(u32),
    /// By calls.
    Manual,
}

// === impl Options ===

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            dns: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            ttl: 60,
            s3: None,
            s3_key: None,
            bundles: None,
            clock_speed: Speed::Times(1),
            boot_time: 20,
            region: "eu-central-1".to_owned(),
            account: "123456789012".to_owned(),
            instances: 2,
            place: Vec::new(),
            variable: Vec::new(),
            policy: None,
            home: None,
        }
    }
}

// === impl Speed ===

impl FromStr for Speed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse() {
            _ if text == "manual" => Ok(Self::Manual),
            Ok(times @ 1..) => Ok(Self::Times(times)),
            _ => Err("neither a whole number from 1 on nor `manual`".to_owned()),
        }
    }
}

fn place(text: &str) -> Result<(String, Place), String> {
    let parts = text.split_once('=').and_then(|(name, place)| Some((name, place.split_once('/')?)));
    let (name, (balancer, instances)) = parts.ok_or("no NAME=BALANCER/INSTANCE,…")?;
    let balancer = balancer.parse().map_err(|_| format!("'{balancer}' is no address"))?;
    let address = |text: &str| text.parse().map_err(|_| format!("'{text}' is no address with a port"));
    let instances = instances.split(',').map(address).collect::<Result<_, _>>()?;
    Ok((name.to_owned(), Place { balancer, instances }))
}

fn variable(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("no NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}
