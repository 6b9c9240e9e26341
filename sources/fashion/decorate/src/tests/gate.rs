//! A source that answers when the test says so, and as it says.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use ogrom_protocols::{Context, Error, Result};
use ogrom_protocols_fashion_contract::given;
use ogrom_sources_decorate::{Access, Call, Policy};
use ogrom_sources_fashion_memory::Memory;
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};

use crate::Decorated;

/// A memory behind a gate.
pub(crate) type Gated = Decorated<Memory, Gate>;

/// Lets answers through, or not. A clone is the same gate.
#[derive(Clone)]
pub(crate) struct Gate(Arc<Inner>);

struct Inner {
    asked: Mutex<Vec<&'static str>>,
    mode: Mutex<Mode>,
    held: mpsc::UnboundedSender<Held>,
    arrivals: tokio::sync::Mutex<mpsc::UnboundedReceiver<Held>>,
}

#[derive(Clone, Copy)]
enum Mode {
    Open,
    /// Answers to these questions are held until the test lets them go. The source has answered by then.
    Held(Access),
    /// Nothing is asked, and everything fails like this.
    Down(fn() -> Error),
}

/// An answer that is held.
pub(crate) struct Held(oneshot::Sender<Option<Error>>);

// === impl Gate ===

impl Gate {
    /// An open gate before a memory that holds users, products and two collages.
    pub(crate) async fn over_data() -> (Arc<Gated>, Gate, Memory) {
        let (held, arrivals) = mpsc::unbounded_channel();
        let inner =
            Inner { asked: Mutex::default(), mode: Mutex::new(Mode::Open), held, arrivals: arrivals.into() };
        let (gate, memory) = (Self(Arc::new(inner)), Memory::default());
        given::two_collages(&memory).await;
        (Arc::new(Decorated::new(Arc::new(memory.clone()), gate.clone())), gate, memory)
    }

    /// Everything is answered at once.
    pub(crate) fn open(&self) {
        *self.0.mode.lock().unwrap() = Mode::Open;
    }

    /// The next answers to reads are held.
    pub(crate) fn hold_reads(&self) {
        *self.0.mode.lock().unwrap() = Mode::Held(Access::Read);
    }

    /// The next answers to writes are held.
    pub(crate) fn hold_writes(&self) {
        *self.0.mode.lock().unwrap() = Mode::Held(Access::Write);
    }

    /// Everything fails like this.
    pub(crate) fn down(&self, error: fn() -> Error) {
        *self.0.mode.lock().unwrap() = Mode::Down(error);
    }

    /// Waits for the next answer that is held. Where none comes, the test fails rather than hang.
    pub(crate) async fn held(&self) -> Held {
        let next = async { self.0.arrivals.lock().await.recv().await };
        let next = timeout(Duration::from_secs(30), next).await;
        next.expect("a question reaches the source").expect("the gate is there")
    }

    /// How many questions came here.
    pub(crate) fn asked(&self) -> usize {
        self.0.asked.lock().unwrap().len()
    }
}

impl Policy for Gate {
    async fn apply<T: Send>(
        &self,
        call: Call,
        _: &Context,
        inner: impl Future<Output = Result<T>> + Send,
    ) -> Result<T> {
        self.0.asked.lock().unwrap().push(call.method);
        let mode = *self.0.mode.lock().unwrap();
        match mode {
            Mode::Held(access) if access == call.access => {
                let answer = inner.await;
                let (go, gone) = oneshot::channel();
                self.0.held.send(Held(go)).unwrap_or_else(|_| panic!("the test holds the gate"));
                gone.await.expect("the test lets every answer go").map_or(answer, Err)
            }
            Mode::Down(error) => Err(error()),
            _ => inner.await,
        }
    }
}

// === impl Held ===

impl Held {
    /// Lets the answer go.
    pub(crate) fn go(self) {
        self.0.send(None).unwrap_or_else(|_| panic!("nobody waits for the answer"));
    }

    /// Gives this in place of the answer, whatever the question has done.
    pub(crate) fn fail(self, error: Error) {
        self.0.send(Some(error)).unwrap_or_else(|_| panic!("nobody waits for the answer"));
    }
}

/// The source cannot be reached.
pub(crate) fn unavailable() -> Error {
    Error::unavailable("the cable is cut")
}

/// The source was too slow.
pub(crate) fn timed_out() -> Error {
    Error::TimedOut("it sleeps".into())
}

/// The source talks nonsense.
pub(crate) fn corrupt() -> Error {
    Error::corrupt("it babbles")
}

/// The source has no way to be asked.
pub(crate) fn refused() -> Error {
    Error::refused("no token is known of the user")
}

/// Lets every other task go as far as it can.
pub(crate) async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}
