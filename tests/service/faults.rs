//! The responses to clients while the database suffers; the service recovers by itself soon after.
//!
//! Every fault is a real one, under load: signals to the server, a server that is full or read-only, a wire that is
//! slow or breaks. If another service replaces the database, it sends incomprehensible responses.

mod behind;
mod gate;
mod load;
mod lost;
mod posts;
mod proxy;
mod replicas;
mod stack;

use std::{
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use ogrom_tests_mariadb::Server;
use serde_json::json;

use self::{
    load::{Load, Seen},
    proxy::Proxy,
};
use crate::{
    data,
    ogrom::{Folder, Running, Service},
};

const TOKEN: &str = "a-token-for-the-tests";

/// No request waits longer: the deadline of calls to sources, and a margin for everything else.
const LONGEST: Duration = Duration::from_millis(10_500);

/// How soon after a fault's end all must be well.
const WELL_WITHIN: Duration = Duration::from_secs(2);

/// How much the service may grow meanwhile, in KiB.
const GROWTH: u64 = 64 * 1024;

/// A service over a MariaDB of its own, with a wire in between.
struct Rig {
    service: Service,
    wire: Proxy,
    database: Server,
    /// The database's name on its server.
    name: String,
    _folder: Folder,
}

/// The observations of clients before, during and after a fault.
struct Course {
    began: Instant,
    ended: Instant,
    seen: Vec<Seen>,
}

/// A folder whose data is in this database.
fn with_data(url: &str) -> Folder {
    let folder = Folder::new();
    data::write(&folder);
    Running::start(folder.ogrom(&["import", "."]).env("OGROM_DATABASE", url)).wait().well();
    folder
}

// === impl Rig ===

impl Rig {
    fn start() -> Self {
        Self::over(Server::own(), &[], |_| Vec::new())
    }

    /// The same over this database server, with more arguments and, for a database of this name, more variables.
    fn over(
        database: Server,
        arguments: &[&str],
        variables: impl FnOnce(&str) -> Vec<(&'static str, String)>,
    ) -> Self {
        let wire = Proxy::to(database.port());
        let own = database.database();
        let url = own.replace(&format!(":{}/", database.port()), &format!(":{}/", wire.port()));
        let folder = with_data(&own);
        let name = own.rsplit('/').next().unwrap_or_default().to_owned();
        let mut command = folder.ogrom(&[&["--port", "0"], arguments].concat());
        command.env("OGROM_DATABASE", url).env("OGROM_TOKENS", format!("u0={TOKEN}"));
        let service = Service::start(command.envs(variables(&name)));
        Self { service, wire, database, name, _folder: folder }
    }

    /// Lets the fault happen under load.
    fn suffers(&self, fault: impl FnOnce(&Self)) -> Course {
        Course::of(&self.service, || fault(self))
    }
}

// === impl Course ===

impl Course {
    /// The observations of clients of this service while the fault happens: it returns when it ends.
    fn of(service: &Service, fault: impl FnOnce()) -> Self {
        let load = Load::on(service.stranger().address());
        thread::sleep(Duration::from_secs(1));
        let size = service.size();
        let began = Instant::now();
        fault();
        let ended = Instant::now();
        thread::sleep(WELL_WITHIN + Duration::from_secs(1));
        let grown = service.size().saturating_sub(size);
        assert!(grown < GROWTH, "the service has grown by {grown} KiB");
        let course = Self { began, ended, seen: load.end() };
        course.is_sound();
        course
    }

    /// The rules for every fault: well before, a clear response in time meanwhile, well again soon after.
    fn is_sound(&self) {
        for seen in &self.seen {
            let clear = seen.is_good() || matches!(seen.status, 503 | 504) && seen.says_when;
            assert!(clear && seen.took() < LONGEST, "{seen:?}, which took {:?}", seen.took());
            let unharmed = seen.answered < self.began || seen.asked > self.ended + WELL_WITHIN;
            assert!(!unharmed || seen.is_good(), "{:?} after its end: {seen:?}", seen.asked - self.ended);
        }
        for writes in [false, true] {
            let well = |seen: &&Seen| seen.writes == writes && seen.asked > self.ended + WELL_WITHIN;
            assert!(self.seen.iter().any(|seen| well(&seen)), "no request came after the fault");
        }
    }

    /// How many responses meanwhile were good, and how many were not.
    fn meanwhile(&self, writes: bool) -> (usize, usize) {
        let asked = self.seen.iter().filter(|seen| seen.writes == writes);
        let (good, bad): (Vec<_>, Vec<_>) = asked
            .filter(|seen| seen.asked > self.began && seen.asked < self.ended)
            .partition(|seen| seen.is_good());
        (good.len(), bad.len())
    }

    /// The fault was effective, since a client was refused or had to wait: the control of all other checks of it.
    fn has_harmed(&self, writes: bool) {
        let harmed = |seen: &&Seen| !seen.is_good() || seen.took() > Duration::from_secs(1);
        let meanwhile =
            |seen: &&Seen| seen.writes == writes && seen.answered > self.began && seen.asked < self.ended;
        assert!(self.seen.iter().filter(meanwhile).any(|seen| harmed(&seen)), "no client noticed the fault");
    }
}

#[test]
fn a_database_that_is_killed_and_comes_back() {
    let course = Rig::start().suffers(|rig| {
        rig.database.signal("KILL");
        thread::sleep(Duration::from_secs(1));
        rig.database.restart();
    });
    course.has_harmed(true);
}

#[test]
fn a_database_that_is_frozen() {
    let course = Rig::start().suffers(|rig| {
        rig.database.signal("STOP");
        thread::sleep(Duration::from_secs(10));
        rig.database.signal("CONT");
    });
    course.has_harmed(true);
}

#[test]
fn a_wire_that_is_slow_harms_nobody() {
    let course = Rig::start().suffers(|rig| {
        rig.wire.delay(Duration::from_millis(300));
        thread::sleep(Duration::from_secs(4));
        rig.wire.delay(Duration::ZERO);
    });
    assert_eq!((course.meanwhile(false).1, course.meanwhile(true).1), (0, 0));
    let slow = |seen: &&Seen| seen.asked > course.began && seen.took() > Duration::from_millis(300);
    assert!(course.seen.iter().any(|seen| slow(&seen)), "it was not slow");
}

#[test]
fn connections_are_made_over_a_slow_wire_too() {
    let rig = Rig::start();
    rig.wire.delay(Duration::from_millis(300));
    let comment = json!({ "text": "From far away.", "rating": 4 });
    let first =
        rig.service.stranger().with_token(TOKEN).post("en-GB/collages/k1/comments", &comment).answer();
    assert_eq!(first.status, 201, "{first:?}");
}

#[test]
fn connections_that_are_reset_again_and_again() {
    let rig = Rig::start();
    let made = || rig.database.status("Connections");
    let before = made();
    rig.suffers(|rig| {
        for _ in 0..20 {
            rig.wire.reset();
            thread::sleep(Duration::from_millis(100));
        }
    });
    assert!(made() - before > 20, "hardly any connection had to be made again");
}

#[test]
fn a_database_that_takes_no_more_connections() {
    let course = Rig::start().suffers(|rig| {
        rig.database.run("SET GLOBAL max_connections = 10");
        let address = ("127.0.0.1", rig.database.port());
        // A connection without a request takes a place, too.
        let others: Vec<_> = (0..16).filter_map(|_| TcpStream::connect(address).ok()).collect();
        for _ in 0..10 {
            rig.wire.reset();
            thread::sleep(Duration::from_millis(200));
        }
        drop(others);
        rig.database.run("SET GLOBAL max_connections = 1000");
    });
    course.has_harmed(true);
}

#[test]
fn a_database_that_is_read_only_is_read_all_the_same() {
    let course = Rig::start().suffers(|rig| {
        rig.database.run("SET GLOBAL read_only = 1");
        thread::sleep(Duration::from_secs(2));
        rig.database.run("SET GLOBAL read_only = 0");
    });
    course.has_harmed(true);
    assert_eq!(course.meanwhile(false).1, 0, "reads were harmed");
}

#[test]
fn a_storm_of_deadlocks_harms_hardly_anybody() {
    let rig = Rig::start();
    // Locks the targets of a comment in the opposite order, and has changed so much that the server always rolls back
    // the other.
    let crossing = format!(
        "USE {}; START TRANSACTION; UPDATE products SET version = version + 1; \
         SELECT id FROM users WHERE id = 'u0' FOR UPDATE; DO SLEEP(0.03); \
         SELECT id FROM collages WHERE id = 'k1' FOR UPDATE; ROLLBACK",
        rig.name
    );
    let deadlocks = || rig.database.status("Innodb_deadlocks");
    let before = deadlocks();
    let course = rig.suffers(|rig| (0..40).for_each(|_| drop(rig.database.run(&crossing))));
    let met = deadlocks() - before;
    assert!(met > 5, "there was no storm");
    assert_eq!(course.meanwhile(false).1, 0, "reads were harmed");
    // A client that meets one tries again, but not for ever: few meet so many that they are refused.
    let refused = course.meanwhile(true).1 as u64;
    assert!(refused * 5 <= met, "of {met} who met another {refused} were refused");
}
