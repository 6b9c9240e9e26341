//! Posts whose responses are lost are sent again: with an `Idempotency-Key` each is carried out once, whenever the
//! service dies.
//!
//! Here a response is surely lost, since the client does not read it. When the client sees the new item elsewhere,
//! that post is carried out and not acknowledged. Further losses when the service is killed are left to chance.

use std::{
    collections::BTreeMap,
    io::Write,
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

use ogrom_tests::client::{Answer, Client};
use serde_json::json;

use crate::ogrom::{Folder, Service};

const TOKEN: &str = "a-token-for-the-tests";
const KEY: &str = "idempotency-key";

/// How many posts are in flight at a time.
const POSTS: usize = 60;

/// How long a client tries. A post that was claimed when the service died is free again after ten seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// One post, that the client can send as often as it likes.
struct Post {
    title: String,
    key: Option<String>,
}

fn service(folder: &Folder) -> Service {
    Service::start(folder.ogrom(&["--port", "0"]).env("OGROM_TOKENS", format!("lena={TOKEN}")))
}

fn lena(service: &Service) -> Client {
    service.stranger().with_token(TOKEN)
}

fn kill(service: Service) {
    service.signal("KILL");
    assert!(!service.wait().status.success());
}

fn posts(name: &str, count: usize, keys: bool) -> Vec<Post> {
    let post = |number| {
        let title = format!("{name} {number}");
        Post { key: keys.then(|| format!("key of {title}")), title }
    };
    (0..count).map(post).collect()
}

/// How many collages there are of each of these posts.
fn made(service: &Service, posts: &[Post]) -> Vec<usize> {
    let mut counts = BTreeMap::new();
    for collage in service.stranger().items("en-GB/collages?limit=100") {
        let title = collage["title"].as_str().unwrap_or_default().to_owned();
        *counts.entry(title).or_insert(0) += 1;
    }
    posts.iter().map(|post| counts.get(&post.title).copied().unwrap_or_default()).collect()
}

/// Waits until so many of these posts are carried out, without an acknowledgement.
fn wait_for(service: &Service, posts: &[Post], least: usize) {
    let began = Instant::now();
    while made(service, posts).iter().sum::<usize>() < least {
        assert!(began.elapsed() < PATIENCE, "nothing is made");
        thread::sleep(Duration::from_millis(1));
    }
}

/// Puts posts in flight, and kills the service when some are carried out. Sends all again to its successor.
fn killed_in_flight(keys: bool) -> (Vec<usize>, usize) {
    let folder = Folder::new();
    let first = service(&folder);
    let acknowledged = posts("Acknowledged", 5, keys);
    let places: Vec<_> =
        acknowledged.iter().map(|post| post.send(&lena(&first)).location().to_owned()).collect();
    let unclear = posts("Unclear", POSTS, keys);
    let address = first.stranger().address();
    let waiting: Vec<_> = unclear.iter().map(|post| post.send_only(address)).collect();
    wait_for(&first, &unclear, 1);
    kill(first);
    drop(waiting);

    let second = service(&folder);
    let survived = made(&second, &unclear).iter().sum();
    retry(&second, &unclear);
    for (post, place) in acknowledged.iter().zip(places) {
        assert_eq!(second.stranger().get(&place).is(200).json["title"], post.title);
        if keys {
            assert_eq!(post.send(&lena(&second)).location(), place);
        }
    }
    assert_eq!(made(&second, &acknowledged), [1; 5]);
    (made(&second, &unclear), survived)
}

/// Sends all concurrently, each again and again until it is acknowledged.
fn retry(service: &Service, posts: &[Post]) {
    thread::scope(|scope| {
        for post in posts {
            let lena = lena(service);
            scope.spawn(move || post.send(&lena));
        }
    });
}

// === impl Post ===

impl Post {
    fn content(&self) -> String {
        json!({ "title": self.title, "items": [] }).to_string()
    }

    /// Sends it until it is acknowledged.
    fn send(&self, client: &Client) -> Answer {
        let began = Instant::now();
        loop {
            let request = client.ask("POST", "en-GB/collages").content("application/json", self.content());
            let answer = self.key.iter().fold(request, |request, key| request.header(KEY, key)).answer();
            if answer.status == 201 {
                return answer;
            }
            assert_eq!(answer.json["type"], "/problems/in-flight", "{answer:#?}");
            assert!(began.elapsed() < PATIENCE, "it is in flight for ever");
            thread::sleep(Duration::from_millis(200));
        }
    }

    /// Sends it and reads no response. The connection ends when the returned value is dropped.
    fn send_only(&self, to: SocketAddr) -> TcpStream {
        let content = self.content();
        let key = self.key.as_ref().map(|key| format!("{KEY}: {key}\r\n")).unwrap_or_default();
        let request = format!(
            "POST /v1/en-GB/collages HTTP/1.1\r\nhost: {to}\r\nauthorization: Bearer {TOKEN}\r\n{key}\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{content}",
            content.len()
        );
        let mut stream = TcpStream::connect(to).expect("the service listens");
        stream.write_all(request.as_bytes()).expect("the service reads");
        stream
    }
}

#[test]
fn what_was_acknowledged_before_a_kill_is_acknowledged_again_in_the_same_words() {
    let folder = Folder::new();
    let first = service(&folder);
    let post = posts("Once", 1, true);
    let answered = post[0].send(&lena(&first));
    kill(first);
    let second = service(&folder);
    let again = post[0].send(&lena(&second));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!((again.location(), &again.content), (answered.location(), &answered.content));
    assert_eq!(made(&second, &post), [1]);
}

#[test]
fn with_keys_everything_in_flight_at_a_kill_is_made_once() {
    let (made, survived) = killed_in_flight(true);
    println!("{survived} of {POSTS} were made before the service was killed");
    assert!(survived > 0, "nothing was at stake");
    assert_eq!(made, [1; POSTS]);
}

#[test]
fn without_keys_some_of_it_is_made_twice() {
    let (made, survived) = killed_in_flight(false);
    assert!(survived > 0 && made.iter().sum::<usize>() == POSTS + survived, "{made:?}");
}

#[test]
fn whoever_hangs_up_and_sends_again_makes_one_with_a_key_and_two_without() {
    let folder = Folder::new();
    let service = service(&folder);
    for (name, keys, expected) in [("Keyed", true, [1; 5]), ("Plain", false, [2; 5])] {
        let posts = posts(name, 5, keys);
        let waiting: Vec<_> = posts.iter().map(|post| post.send_only(service.stranger().address())).collect();
        wait_for(&service, &posts, posts.len());
        drop(waiting);
        retry(&service, &posts);
        assert_eq!(made(&service, &posts), expected, "{name}");
    }
}
