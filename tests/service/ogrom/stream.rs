//! The output of a process, while it is written.

use std::{
    io::Read,
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::PATIENCE;

/// The output of a process on one of its streams so far.
#[derive(Debug)]
pub(super) struct Stream {
    text: Arc<Mutex<Vec<u8>>>,
    reader: Option<JoinHandle<()>>,
}

// === impl Stream ===

impl Stream {
    pub(super) fn read(mut from: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&text);
        let reader = thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = from.read(&mut buffer) {
                shared.lock().expect("no reader panics").extend(&buffer[..length]);
            }
        });
        Self { text, reader: Some(reader) }
    }

    fn so_far(&self) -> String {
        String::from_utf8_lossy(&self.text.lock().expect("no reader panics")).into_owned()
    }

    /// Everything; waits for the end of the stream.
    pub(super) fn whole(&mut self) -> String {
        if let Some(reader) = self.reader.take() {
            reader.join().expect("no reader panics");
        }
        self.so_far()
    }

    pub(super) fn wait_for(&self, words: &str, errors: &Self) -> String {
        let began = Instant::now();
        loop {
            // First, so that nothing is written after its end.
            let ended = self.reader.as_ref().is_none_or(JoinHandle::is_finished);
            let text = self.so_far();
            if text.contains(words) && text.ends_with('\n') {
                return text;
            }
            assert!(
                !ended && began.elapsed() < PATIENCE,
                "it does not say '{words}' but '{text}' and '{}'",
                errors.so_far()
            );
            thread::sleep(Duration::from_millis(1));
        }
    }
}
