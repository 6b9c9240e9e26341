//! Where lines go: a bounded buffer, and a thread that writes it out, so that a reader who stalls stalls nobody else.

use std::{
    io::{self, Write, stderr},
    mem,
    sync::{
        Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError, atomic::AtomicU64, atomic::Ordering::Relaxed,
    },
    thread,
    time::Duration,
};

/// How much is written at once, in bytes.
const BATCH: usize = 64 << 10;

/// How long a line waits for others.
const LINGER: Duration = Duration::from_millis(50);

/// How much may wait, in bytes, while stderr is not read. Further lines are dropped and counted.
const MOST: usize = 4 << 20;

/// The lines of this process.
static LINES: LazyLock<Sink> = LazyLock::new(|| Sink::to(stderr()));

/// Lines on their way to a writer.
#[derive(Debug, Clone)]
struct Sink(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    pending: Mutex<Pending>,
    /// There is something to write, or enough of it.
    filled: Condvar,
    /// Something was written.
    written: Condvar,
    dropped: AtomicU64,
}

#[derive(Debug, Default)]
struct Pending {
    lines: Vec<u8>,
    /// A caller waits for it to be written.
    urgent: bool,
    /// The thread holds lines that are not written yet.
    writing: bool,
}

/// Takes whole lines, one with each call.
#[derive(Debug, Default)]
pub(super) struct Writer(());

/// Adds a line, or several, each with its end.
pub(super) fn push(lines: &[u8]) {
    LINES.push(lines);
}

/// Waits until all is written, for so long at most.
pub(super) fn flush(within: Duration) {
    LINES.flush(within);
}

/// How many lines were dropped because stderr was not read.
pub(crate) fn dropped() -> u64 {
    LINES.0.dropped.load(Relaxed)
}

// === impl Sink ===

impl Sink {
    fn to(writer: impl Write + Send + 'static) -> Self {
        let shared = Arc::<Shared>::default();
        let lines = Arc::clone(&shared);
        // Where no thread can be had there is no log, which is no reason not to serve.
        let _ = thread::Builder::new().name("log".to_owned()).spawn(move || lines.write_out(writer));
        Self(shared)
    }

    fn push(&self, lines: &[u8]) {
        let mut pending = self.0.lock();
        let before = pending.lines.len();
        if before + lines.len() > MOST {
            drop(pending);
            self.0.dropped.fetch_add(1, Relaxed);
            return;
        }
        pending.lines.extend_from_slice(lines);
        let after = pending.lines.len();
        drop(pending);
        if before == 0 || (before < BATCH && after >= BATCH) {
            self.0.filled.notify_one();
        }
    }

    fn flush(&self, within: Duration) {
        let mut pending = self.0.lock();
        pending.urgent = true;
        self.0.filled.notify_one();
        let waits = |pending: &mut Pending| pending.writing || !pending.lines.is_empty();
        let _ = self.0.written.wait_timeout_while(pending, within, waits);
    }
}

// === impl Shared ===

impl Shared {
    fn write_out(&self, mut writer: impl Write) {
        let (mut lines, mut told) = (Vec::with_capacity(BATCH), 0);
        loop {
            self.take(&mut lines);
            // Where the log cannot be written, neither can a line about that.
            let _ = writer.write_all(&lines);
            lines.clear();
            lines.shrink_to(2 * BATCH);
            let dropped = self.dropped.load(Relaxed);
            if mem::replace(&mut told, dropped) < dropped {
                tracing::warn!(dropped, "log lines dropped: stderr is not being read");
            }
        }
    }

    /// Takes all lines once there are enough of them, or the first has waited long enough.
    fn take(&self, lines: &mut Vec<u8>) {
        let mut pending = self.lock();
        pending.writing = false;
        self.written.notify_all();
        while pending.lines.is_empty() {
            pending.urgent = false;
            pending = self.filled.wait(pending).unwrap_or_else(PoisonError::into_inner);
        }
        let few = |pending: &mut Pending| pending.lines.len() < BATCH && !pending.urgent;
        let waited = self.filled.wait_timeout_while(pending, LINGER, few);
        let (mut pending, _) = waited.unwrap_or_else(PoisonError::into_inner);
        mem::swap(&mut pending.lines, lines);
        pending.writing = true;
    }

    /// Nothing is left half done where a panic poisons the lock.
    fn lock(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

// === impl Writer ===

impl Write for Writer {
    fn write(&mut self, lines: &[u8]) -> io::Result<usize> {
        push(lines);
        Ok(lines.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, time::Instant};

    use super::*;

    /// Takes nothing until it is told to.
    struct Gate(mpsc::Receiver<()>, mpsc::Sender<Vec<u8>>);

    impl Write for Gate {
        fn write(&mut self, lines: &[u8]) -> io::Result<usize> {
            let _ = self.0.recv();
            let _ = self.1.send(lines.to_vec());
            Ok(lines.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn while_nobody_reads_memory_is_bounded_and_what_is_dropped_is_counted() {
        let ((open, gate), (tell, told)) = (mpsc::channel(), mpsc::channel());
        let sink = Sink::to(Gate(gate, tell));
        let line = [b'x'; 1024];
        let lines = 3 * MOST / line.len();
        let begun = Instant::now();
        (0..lines).for_each(|_| sink.push(&line));
        assert!(sink.0.lock().lines.len() <= MOST);
        let dropped = usize::try_from(sink.0.dropped.load(Relaxed)).unwrap();
        sink.flush(Duration::from_millis(20));
        assert!(begun.elapsed() < Duration::from_secs(20), "nobody waits for a reader");
        drop(open);
        let mut read = 0;
        while read < (lines - dropped) * line.len() {
            read += told.recv().unwrap().len();
        }
        // As much as may wait may be on its way to the writer, too.
        assert!(dropped >= lines / 3 && read == (lines - dropped) * line.len(), "{dropped} of {lines}");
    }

    #[test]
    fn what_was_pushed_is_written_when_flush_comes_back() {
        let ((open, gate), (tell, told)) = (mpsc::channel(), mpsc::channel());
        drop(open);
        let sink = Sink::to(Gate(gate, tell));
        for _ in 0..100 {
            sink.push(b"line\n");
            sink.flush(Duration::from_secs(20));
            assert_eq!(told.try_iter().flatten().count(), 5);
        }
    }
}
