//! Each method of a resource is called once (bugs 20 and 21 of Liberator's graph: 27 times, three times).

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

use ogrom_core_resource::{
    Access, Cx, Endpoint, Existence, Fault, Get, NoParameters, Resource, Result, Validators,
};
use ogrom_tests::conformance::{Answered, Request, ask, serve};
use tokio::net::TcpListener;

/// How often each method was called.
#[derive(Debug, Default)]
struct Asked {
    access: AtomicUsize,
    exists: AtomicUsize,
    validators: AtomicUsize,
    get: AtomicUsize,
}

struct Counting {
    asked: Arc<Asked>,
    fails: bool,
}

impl Resource for Counting {
    type Path = ();
    type Parameters = NoParameters;
    type Entity = ();

    async fn authorized(&self, _: &Cx) -> Result<Access> {
        self.asked.access.fetch_add(1, SeqCst);
        Ok(Access::Granted)
    }

    async fn exists(&self, _: &Cx, (): &(), _: &NoParameters) -> Result<Existence<()>> {
        self.asked.exists.fetch_add(1, SeqCst);
        if self.fails { Err(Fault::internal("it fails")) } else { Ok(Existence::Found(())) }
    }

    fn validators(&self, (): &()) -> Validators {
        self.asked.validators.fetch_add(1, SeqCst);
        Validators::entity_tag("\"v1\"")
    }
}

impl Get for Counting {
    type View = bool;

    async fn get(&self, _: &Cx, (): &()) -> Result<bool> {
        self.asked.get.fetch_add(1, SeqCst);
        Ok(true)
    }
}

/// The status of a conditional GET, and how often access, existence, validators and representation were queried.
async fn asked(fails: bool, tag: &str) -> (u16, [usize; 4]) {
    let counts = Arc::new(Asked::default());
    let endpoint: Endpoint = Endpoint::of(Counting { asked: Arc::clone(&counts), fails }).get().into();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let request = Request {
        method: "GET".to_owned(),
        path: "/subject".to_owned(),
        headers: vec![("If-None-Match".to_owned(), tag.to_owned())],
        body: None,
    };
    let served = async { serve(listener.accept().await.expect("the client comes").0, endpoint).await };
    let (answer, ()) =
        tokio::join!(ask(listener.local_addr().expect("the listener has an address"), &request), served);
    let Answered { status, .. } = answer.expect("a connection can be made");
    let Asked { access, exists, validators, get } = &*counts;
    (status, [access, exists, validators, get].map(|count| count.load(SeqCst)))
}

#[tokio::test]
async fn liberator_21_validators_are_asked_for_once() {
    assert_eq!(asked(false, "\"v1\"").await, (304, [1, 1, 1, 0]));
    assert_eq!(asked(false, "\"v2\"").await, (200, [1, 1, 1, 1]));
}

#[tokio::test]
async fn liberator_20_a_failure_ends_the_questions() {
    assert_eq!(asked(true, "\"v1\"").await, (500, [1, 1, 0, 0]));
}
