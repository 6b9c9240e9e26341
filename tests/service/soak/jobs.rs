//! The jobs of clients in a soak: they read, revalidate, comment, edit and like.

use std::{
    mem,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::json;
use tokio::{
    runtime::Runtime,
    task::{JoinHandle, JoinSet},
    time::{MissedTickBehavior, interval, timeout},
};

use crate::ogrom::Service;

/// The token of u0.
pub(super) const TOKEN: &str = "a-token-for-the-soak";

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// The items to read.
const READ: [&str; 8] = [
    "en-GB/products?limit=20",
    "de-DE/products?text=shoe&sort=price&limit=5",
    "en-GB/products/p7",
    "en-GB/collages?sort=likes&limit=10",
    "en-GB/collages/k5",
    "en-GB/collages/k6/comments?limit=10",
    "de-DE/comments?language=*&limit=20",
    "fr-FR/users/u3",
];

/// Jobs that begin at a steady rate, whether the ones before are done or not.
pub(super) struct Jobs {
    runtime: Runtime,
    stop: Arc<AtomicBool>,
    asked: Arc<Mutex<Asked>>,
    beginning: JoinHandle<()>,
}

/// The requests since the last look.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// How long each successful request took.
    pub(super) took: Vec<Duration>,
    /// The failures, and their kinds.
    pub(super) failed: Vec<String>,
}

/// A client. A clone shares the connections.
#[derive(Clone)]
struct Asker {
    client: Client<HttpConnector, Full<Bytes>>,
    base: String,
    asked: Arc<Mutex<Asked>>,
}

// === impl Jobs ===

impl Jobs {
    /// Begins so many jobs each second from now on.
    pub(super) fn at(service: &Service, rate: u32) -> Self {
        let runtime = Runtime::new().expect("threads can be started");
        let (stop, asked) = (Arc::<AtomicBool>::default(), Arc::<Mutex<Asked>>::default());
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let who = Asker {
            client: Client::builder(TokioExecutor::new()).build(connector),
            base: format!("http://{}", service.stranger().address()),
            asked: Arc::clone(&asked),
        };
        let beginning = runtime.spawn(begin(who, rate, Arc::clone(&stop)));
        Self { runtime, stop, asked, beginning }
    }

    /// The requests since the last time.
    pub(super) fn asked(&self) -> Asked {
        mem::take(&mut self.asked.lock().expect("no panic"))
    }

    /// Begins no more, and waits for those that have begun.
    pub(super) fn end(self) -> Asked {
        self.stop.store(true, Ordering::Relaxed);
        self.runtime.block_on(self.beginning).expect("no panic");
        mem::take(&mut self.asked.lock().expect("no panic"))
    }
}

async fn begin(asker: Asker, rate: u32, stop: Arc<AtomicBool>) {
    let mut ticks = interval(Duration::from_secs(1) / rate);
    // A missed request is sent late, as clients do not wait for each other.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut jobs = JoinSet::new();
    for number in 0.. {
        ticks.tick().await;
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let asker = asker.clone();
        jobs.spawn(async move {
            if let Err(failed) = asker.job(number).await {
                asker.asked.lock().expect("no panic").failed.push(format!("job {number}: {failed}"));
            }
        });
        while let Some(done) = jobs.try_join_next() {
            done.expect("no panic");
        }
    }
    while let Some(done) = jobs.join_next().await {
        done.expect("no panic");
    }
}

// === impl Asker ===

impl Asker {
    /// Of ten jobs one edits, one likes, one revalidates, and all others read.
    async fn job(&self, number: usize) -> Result<(), String> {
        match number % 10 {
            0 => self.edit(number).await,
            1 => self.like(number).await,
            2 => self.ask_again(number).await,
            _ => self.read(READ[number % READ.len()], &[], StatusCode::OK).await.map(drop),
        }
    }

    /// Comments, twice by the same key, changes the comment and takes it back.
    async fn edit(&self, number: usize) -> Result<(), String> {
        let content = |text: &str| json!({ "text": text, "rating": 4 }).to_string();
        let key = format!("\"soak-{number}\"");
        let path = &format!("en-GB/collages/k{}/comments", number / 10 % 500);
        let post = async || self.ask(Method::POST, path, &[("idempotency-key", &key)], content("Mine")).await;
        let (made, again) = (post().await?, post().await?);
        right(made.status() == 201 && again.status() == 201, &made)?;
        right(made.headers()[header::LOCATION] == again.headers()[header::LOCATION], &again)?;
        let field = |name| made.headers()[name].to_str().map_err(|error| error.to_string());
        let (place, tag) = (field(header::LOCATION)?, field(header::ETAG)?);
        let place = place.strip_prefix("/v1/").ok_or("another place")?;
        let put = self.ask(Method::PUT, place, &[("if-match", tag)], content("Edited")).await?;
        right(put.status() == 200, &put)?;
        let late = self.ask(Method::PUT, place, &[("if-match", tag)], content("Late")).await?;
        right(late.status() == 412, &late)?;
        let gone = self.ask(Method::DELETE, place, &[("if-match", "*")], String::new()).await?;
        right(gone.status() == 204, &gone)
    }

    /// Likes and takes likes back. Others may do the same concurrently, with the same collage.
    async fn like(&self, number: usize) -> Result<(), String> {
        let path = format!("en-GB/collages/k{}/likes/u0", number / 10 % 500);
        let liked = self.ask(Method::PUT, &path, &[], String::new()).await?;
        right(liked.status().is_success(), &liked)?;
        let gone = self.ask(Method::DELETE, &path, &[], String::new()).await?;
        right(gone.status() == 204 || gone.status() == 404, &gone)
    }

    /// Reads one of many products, which never change, and revalidates it.
    async fn ask_again(&self, number: usize) -> Result<(), String> {
        let path = format!("en-GB/products/p{}", number / 10 % 300);
        let read = self.read(&path, &[], StatusCode::OK).await?;
        let tag = read.headers()[header::ETAG].to_str().map_err(|error| error.to_string())?;
        self.read(&path, &[("if-none-match", tag)], StatusCode::NOT_MODIFIED).await.map(drop)
    }

    async fn read(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        status: StatusCode,
    ) -> Result<Response<Bytes>, String> {
        let read = self.ask(Method::GET, path, fields, String::new()).await?;
        right(read.status() == status, &read)?;
        Ok(read)
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        fields: &[(&str, &str)],
        content: String,
    ) -> Result<Response<Bytes>, String> {
        let mut request = Request::builder().method(&method).uri(format!("{}/v1/{path}", self.base));
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        if method != Method::GET {
            request = request.header("authorization", format!("Bearer {TOKEN}"));
        }
        if !content.is_empty() {
            request = request.header("content-type", "application/json");
        }
        let request = request.body(Full::from(content)).expect("a request");
        let begun = Instant::now();
        let answered = timeout(PATIENCE, async {
            let (head, content) =
                self.client.request(request).await.map_err(|e| format!("{e:?}"))?.into_parts();
            let content = content.collect().await.map_err(|e| format!("{e:?}"))?.to_bytes();
            Ok(Response::from_parts(head, content))
        });
        let answer = answered.await.unwrap_or_else(|_| Err("no response".to_owned()));
        let answer = answer.map_err(|error| format!("{method} {path}: {error}"))?;
        self.asked.lock().expect("no panic").took.push(begun.elapsed());
        Ok(answer)
    }
}

fn right(is_right: bool, answer: &Response<Bytes>) -> Result<(), String> {
    let told = || format!("{} {}", answer.status(), String::from_utf8_lossy(answer.body()));
    if is_right { Ok(()) } else { Err(told()) }
}
