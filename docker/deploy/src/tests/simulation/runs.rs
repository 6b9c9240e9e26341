//! Whole runs in this simulation, and their text for people.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError, atomic::AtomicBool},
    time::Duration,
};

use super::Sim;
use crate::{
    Abort, Bundle, Exit, Ports, Program, Run, Settings, Sink, Waits,
    bundle::{self, Linked, Nginx, Processor, Release},
    events::TextSink,
};

/// How a run ended.
#[derive(Debug)]
pub(in crate::tests) struct Ended {
    /// Its exit code; nothing if it was killed.
    pub(in crate::tests) exit: Option<Exit>,
    /// The text for people.
    pub(in crate::tests) lines: String,
}

#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

// === impl Ended ===

impl Ended {
    /// The last text for people: why it stopped, or its result.
    pub(in crate::tests) fn end(&self) -> &str {
        self.lines.rsplit_once("\n\n").map_or("", |(_, end)| end.trim_end())
    }
}

// === impl Paper ===

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

// === impl Sim ===

impl Sim {
    pub(in crate::tests) fn ports(&self) -> Ports {
        Ports {
            control: Arc::new(self.clone()),
            store: Arc::new(self.clone()),
            web: Arc::new(self.clone()),
            dns: Arc::new(self.clone()),
            clock: Arc::new(self.clone()),
            pause: Duration::from_secs(1),
        }
    }

    /// Ships the bundle of this number.
    pub(in crate::tests) async fn up(&self, number: u8) -> Ended {
        self.up_with(number, &self.ports(), &settings()).await
    }

    /// The same in a simulation that is not quite this one, or by other settings.
    pub(in crate::tests) async fn up_with(&self, number: u8, ports: &Ports, settings: &Settings) -> Ended {
        self.run(ports, settings, async |run| run.up(&bundle(number)).await.map(drop)).await
    }

    /// The calls of a run without faults, by their kinds.
    pub(in crate::tests) async fn usual_calls() -> Vec<String> {
        let sim = Self::new();
        let ended = sim.up(2).await;
        assert_eq!(ended.exit, Some(Exit::Done), "{}", ended.lines);
        let calls = sim.state().calls.clone();
        assert!(calls.len() > 100, "{} calls are too few to be all", calls.len());
        calls
    }

    /// Deploys the bundle of this number to the idle side, and holds it there.
    pub(in crate::tests) async fn hold(&self, number: u8) -> Ended {
        self.run(&self.ports(), &settings(), async |run| run.hold(&bundle(number)).await.map(drop)).await
    }

    /// Makes the held release live.
    pub(in crate::tests) async fn promote(&self) -> Ended {
        self.run(&self.ports(), &settings(), async |run| run.promote().await.map(drop)).await
    }

    /// Goes back.
    pub(in crate::tests) async fn rollback(&self) -> Ended {
        self.run(&self.ports(), &settings(), async |run| run.rollback().await.map(drop)).await
    }

    /// A run, as the command makes it.
    pub(in crate::tests) async fn run(
        &self,
        ports: &Ports,
        settings: &Settings,
        work: impl AsyncFnOnce(&mut Run<'_>) -> Result<(), Abort>,
    ) -> Ended {
        let (paper, swapping) = (Paper::default(), AtomicBool::new(false));
        let people = TextSink::new(paper.clone());
        let identity = format!("run-{}", self.state().next_tag());
        let mut run = Run::new(ports, settings, identity, &people as &dyn Sink, &swapping);
        let whole = async {
            let result = work(&mut run).await;
            match result {
                Ok(()) => Exit::Done,
                Err(abort) => {
                    run.stop(&abort).await;
                    abort.exit
                }
            }
        };
        let is_signal = self.state().cut.is_some_and(|cut| cut.signal);
        let mut exit = tokio::select! {
            exit = whole => Some(exit),
            () = self.killed() => None,
        };
        if exit.is_none() && is_signal {
            let abort = run.interrupted();
            run.stop(&abort).await;
            exit = Some(abort.exit);
        }
        let lines = paper.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ended { exit, lines: String::from_utf8(lines).expect("text") }
    }
}

/// A bundle, whose commit and digest are its number.
pub(in crate::tests) fn bundle(number: u8) -> Bundle {
    let commit = format!("{number:012x}{:028}", 0);
    let sha256 = format!("{number:08x}{:056}", 0);
    Bundle {
        path: "bundle.zip".into(),
        label: format!("0.1.{number}-{commit:.12}-{sha256:.8}"),
        release: Release { version: format!("0.1.{number}"), commit },
        port: 5000,
        sha256,
        size: 12_345_678,
        program: bundle::Executable { linked: Linked::Statically, processor: Processor::X86 },
        nginx: Nginx::Skipped("not needed here".to_owned()),
    }
}

/// The commit of a bundle with this label.
pub(super) fn commit(label: &str) -> String {
    let number = label.split('-').next_back().map(|digest| u8::from_str_radix(digest, 16)).expect("a digest");
    bundle(number.expect("a number")).release.commit
}

/// The settings of runs, with waits that suit this simulation.
pub(in crate::tests) fn settings() -> Settings {
    let seconds = Duration::from_secs;
    Settings {
        program: Program {
            name: "ogrom-docker-deploy".to_owned(),
            whole: "ogrom-docker-deploy up bundle.zip".to_owned(),
        },
        application: "shop".to_owned(),
        environments: ["blue".to_owned(), "green".to_owned()],
        production_prefix: "shop".to_owned(),
        idle_prefix: "shop-idle".to_owned(),
        region: "eu-central-1".to_owned(),
        bucket: "bundles".to_owned(),
        public_url: "https://api.example".to_owned(),
        skip_public_url: false,
        idle_url: None,
        owner: "ci".to_owned(),
        keep: 2,
        idle_requests: 20,
        bake_errors: 0.01,
        healthy_polls: 3,
        waits: Waits {
            deadline: seconds(3600),
            version: seconds(300),
            update: seconds(1200),
            smoke: seconds(60),
            verify: seconds(300),
            bake: seconds(60),
            drain: seconds(180),
            poll: seconds(10),
            lock: seconds(120),
            lock_wait: seconds(180),
        },
    }
}
