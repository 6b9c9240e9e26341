//! Other clients, which call a service all the time while it is abused, and wait hardly longer than usual.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use ogrom_tests::client::Client;

use super::{ASKED, Abused, Service};

/// How long they pause between two requests.
const PAUSE: Duration = Duration::from_millis(20);

/// How many calls they make before.
const BEFORE: usize = 20;

/// How long they may wait in any case: the abusers are at work on the same machine.
const UNNOTICED: Duration = Duration::from_secs(2);

/// How many times longer than usual they may wait in addition, so that other load on the machine does not count.
const LONGER: u32 = 500;

/// Other clients, which call a service all the time.
pub(super) struct Others {
    stop: Arc<AtomicBool>,
    answered: Arc<AtomicUsize>,
    /// How long they waited before, in the middle.
    usual: Duration,
    thread: JoinHandle<Vec<Duration>>,
}

/// How long they have waited.
#[derive(Debug)]
pub(super) struct Waits {
    /// In the middle, before.
    usual: Duration,
    /// In the middle, meanwhile.
    middle: Duration,
    /// At most, meanwhile.
    longest: Duration,
}

// === impl Others ===

impl Others {
    /// They begin.
    pub(super) fn ask(service: &Service) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let answered = Arc::<AtomicUsize>::default();
        let client = service.stranger();
        let right = client.get(ASKED).is(200).content;
        let mut before: Vec<_> = (0..BEFORE).map(|number| wait(&client, number, &right)).collect();
        let (stopped, count) = (Arc::clone(&stop), Arc::clone(&answered));
        let thread = thread::spawn(move || {
            let mut waits = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                waits.push(wait(&client, waits.len(), &right));
                count.fetch_add(1, Ordering::Relaxed);
            }
            waits
        });
        Self { stop, answered, usual: middle(&mut before), thread }
    }

    /// Whether the wait is over: they have had some responses, or failed.
    pub(super) fn have_seen_enough(&self) -> bool {
        self.answered.load(Ordering::Relaxed) >= 10 || self.thread.is_finished()
    }

    /// They stop. All of their responses were right.
    pub(super) fn end(self) -> Waits {
        self.stop.store(true, Ordering::Relaxed);
        let mut waits = self.thread.join().expect("others get responses");
        Waits {
            usual: self.usual,
            middle: middle(&mut waits),
            longest: waits.last().copied().unwrap_or_default(),
        }
    }
}

/// How long a response takes, which must be the right one: now over a reused connection, now over a new one.
fn wait(client: &Client, number: usize, right: &[u8]) -> Duration {
    thread::sleep(PAUSE);
    let began = Instant::now();
    let answer = if number.is_multiple_of(2) {
        client.get(ASKED).is(200)
    } else {
        Client::new(client.address()).get(ASKED).is(200)
    };
    assert_eq!(answer.content, right);
    began.elapsed()
}

/// The middle of them, which are sorted by it.
fn middle(waits: &mut [Duration]) -> Duration {
    waits.sort();
    waits.get(waits.len() / 2).copied().unwrap_or_default()
}

// === impl Waits ===

impl Waits {
    /// Whether no client waited for a noticeable time, and half of them not even for a quarter of that.
    pub(super) fn are_unnoticed(&self) -> bool {
        let noticeable = noticeable(self.usual);
        self.longest < noticeable && self.middle < noticeable / 4
    }
}

/// The longest permitted wait of others, for this usual wait.
fn noticeable(usual: Duration) -> Duration {
    UNNOTICED + usual * LONGER
}

/// The control: an abuse that must be noticed.
#[test]
fn others_who_wait_are_noticed() {
    let abused = Abused::with(&[]);
    let others = Others::ask(&abused.service);
    abused.service.signal("STOP");
    thread::sleep(noticeable(others.usual) + Duration::from_millis(100));
    abused.service.signal("CONT");
    let waits = others.end();
    assert!(!waits.are_unnoticed(), "{waits:?}");
}
