//! The same with another service in place of the database.

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use ogrom_tests::client::Client;

use super::{Course, gate::Mood, posts::Posts, stack::Stack};

/// The items that are read before a fault and during it.
const KNOWN: [&str; 3] = ["en-GB/products/p1", "de-DE/collages/k2", "en-GB/products?limit=7"];

// === impl Stack ===

impl Stack {
    /// Lets the fault happen under load. Meanwhile, known items can still be read. Afterwards each acknowledged
    /// change exists, whatever the response was.
    fn suffers(&self, fault: impl FnOnce(&Self)) {
        let client = self.before.stranger();
        for known in KNOWN {
            client.get(known).is(200);
        }
        let course = self.is_read_while(|| self.before.with(|service| Course::of(service, || fault(self))));
        course.has_harmed(false);
        course.has_harmed(true);
        let comments = self.behind.stranger().ids("en-GB/collages/k1/comments?limit=100");
        let comments: HashSet<_> = comments.iter().collect();
        let mut made = course.seen.iter().filter_map(|seen| seen.made.as_ref());
        assert!(made.all(|made| comments.contains(made)), "what was acknowledged is not there");
    }

    /// Keeps reading known items, which never fails: a client with a short deadline gets an old result.
    fn is_read_while<T>(&self, act: impl FnOnce() -> T) -> T {
        let (address, over) = (self.before.address(), AtomicBool::new(false));
        thread::scope(|scope| {
            for known in KNOWN {
                let over = &over;
                scope.spawn(move || {
                    let client = Client::new(address);
                    while !over.load(Ordering::Relaxed) {
                        let asked = Instant::now();
                        client.get(known).header("prefer", "wait=1").is(200);
                        assert!(asked.elapsed() < Duration::from_secs(2), "it took {:?}", asked.elapsed());
                        thread::sleep(Duration::from_millis(10));
                    }
                });
            }
            // A panic ends the other threads, too.
            let result = catch_unwind(AssertUnwindSafe(act));
            over.store(true, Ordering::Relaxed);
            result.unwrap_or_else(|panic| resume_unwind(panic))
        })
    }

    /// Responds in this mood for some seconds.
    fn suffers_from(mood: Mood, seconds: u64) {
        let stack = Self::start();
        stack.suffers(|stack| {
            stack.gate.be(mood);
            thread::sleep(Duration::from_secs(seconds));
            stack.gate.be(Mood::Open);
        });
        assert!(stack.gate.harmed() > 0, "the gate was open");
    }
}

#[test]
fn a_service_behind_that_answers_with_garbage() {
    Stack::suffers_from(Mood::Garbage, 3);
}

#[test]
fn a_service_behind_that_is_unavailable() {
    Stack::suffers_from(Mood::Unavailable, 3);
}

#[test]
fn a_service_behind_of_whose_answers_half_is_lost() {
    Stack::suffers_from(Mood::Half, 3);
}

#[test]
fn a_service_behind_that_never_answers() {
    Stack::suffers_from(Mood::Silent, 8);
}

#[test]
fn a_service_behind_that_is_frozen() {
    Stack::start().suffers(|stack| {
        stack.behind.with(|service| service.signal("STOP"));
        thread::sleep(Duration::from_secs(8));
        stack.behind.with(|service| service.signal("CONT"));
    });
}

#[test]
fn a_service_behind_that_is_killed_and_comes_back() {
    Stack::start().suffers(|stack| {
        stack.behind.kill();
        thread::sleep(Duration::from_secs(2));
        stack.start_behind();
    });
}

/// Posts all, killing now the upstream service and now the front one; returns how many comments of each exist.
fn killed_in_turn(posts: &Posts) -> Vec<usize> {
    let stack = Stack::start();
    posts.send_all(stack.before.address(), |number| {
        if number % 2 == 0 {
            stack.behind.kill();
            stack.start_behind();
        } else {
            stack.before.kill();
            stack.start_before();
        }
    });
    posts.counts(&stack.behind.stranger())
}

#[test]
fn posts_through_two_services_are_there_once_each() {
    let counts = killed_in_turn(&Posts::new(3_000, true));
    let wrong: Vec<_> = counts.iter().enumerate().filter(|(_, count)| **count != 1).collect();
    assert!(wrong.is_empty(), "posts that are not there exactly once: {wrong:?}");
}

/// The control.
#[test]
fn posts_without_keys_through_two_services_are_there_twice() {
    let counts = killed_in_turn(&Posts::new(2_000, false));
    assert!(counts.iter().all(|count| *count >= 1), "what was acknowledged is lost");
    assert!(counts.iter().any(|count| *count > 1), "nothing was made twice");
}
