//! DNS, the service and time, as this simulation has them.

use std::{
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

use async_trait::async_trait;
use jiff::Timestamp;
use serde_json::json;

use super::{Behaviour, Sim, State, TTL, runs::commit};
use crate::{Addresses, Clock, Connection, Dns, Web, web};

#[async_trait]
impl Clock for Sim {
    fn now(&self) -> Timestamp {
        self.state().now()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

#[async_trait]
impl Dns for Sim {
    async fn addresses(&self, name: &str) -> Result<Addresses, String> {
        self.question("DNS", |state| {
            let place = state.environments.iter().position(|env| {
                name.starts_with(&format!("{}.", env.prefix))
                    || name == format!("awseb-{}.elb.amazonaws.com", env.name)
            });
            let place = u8::try_from(place.ok_or("there is no such name")?).expect("one of two");
            Ok(Addresses { addresses: vec![IpAddr::V4(Ipv4Addr::new(192, 0, 2, place + 1))], ttl: TTL })
        })
        .await
    }
}

#[async_trait]
impl Web for Sim {
    async fn get(&self, url: &str, _: Connection) -> Result<web::Response, String> {
        self.question("GET", |state| {
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            if host == "moved.example" {
                let location = Some(format!("https://api.example{path}"));
                return Ok(web::Response { status: 308, location, body: Vec::new() });
            }
            let public = host == "api.example";
            let place = if public { believed(state) } else { by_name(state, host)? };
            answer(state, place, path, public)
        })
        .await
    }
}

/// Where the public name leads: a CDN keeps a DNS record until it has expired.
fn believed(state: &State) -> usize {
    let known = state.production.iter().rev().find(|(at, _)| state.now() >= *at + TTL / 2);
    known.or(state.production.first()).expect("one was live").1
}

fn by_name(state: &State, host: &str) -> Result<usize, String> {
    let named = state.environments.iter().position(|env| host.starts_with(&format!("{}.", env.prefix)));
    named.ok_or_else(|| "there is no such name".to_owned())
}

fn answer(state: &State, place: usize, path: &str, public: bool) -> Result<web::Response, String> {
    let label = &state.environments[place].label;
    let behaviour = state.behaviour_of(label);
    let live = state.live() == place;
    let (status, body) = match (path, behaviour) {
        (_, Some(Behaviour::SickWhenLive)) if live => (503, json!({})),
        (_, Some(Behaviour::Unreachable)) if live && public => return Err("no route to host".to_owned()),
        ("/version", _) => (200, json!({"commit": commit(label)})),
        ("/health/ready", _) => (200, json!({"status": "ok"})),
        ("/openapi.json", _) => (
            200,
            json!({
                "servers": [{"url": "/v1/{locale}", "variables": {"locale": {"default": "en-GB"}}}],
                "paths": {"/products": {"get": {}}, "/comments": {"get": {}}, "/products/{product}": {"get": {}}},
            }),
        ),
        (_, Some(Behaviour::CannotRead)) => (500, json!({})),
        ("/v1/en-GB/products" | "/v1/en-GB/comments", _) => (200, json!({"items": []})),
        _ => (404, json!({})),
    };
    Ok(web::Response { status, location: None, body: body.to_string().into_bytes() })
}
