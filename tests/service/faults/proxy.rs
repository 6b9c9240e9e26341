//! A wire between the service and its database that can be slow or break.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp},
    sync::watch,
    time::sleep,
};

/// A wire to a port of this machine. Gone when it is dropped.
pub(super) struct Proxy {
    port: u16,
    delay: Arc<AtomicU64>,
    /// Changes when all connections are to be reset, and closes at the end.
    resets: watch::Sender<()>,
}

// === impl Proxy ===

impl Proxy {
    /// A wire to this port.
    pub(super) fn to(port: u16) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
        listener.set_nonblocking(true).expect("a listener can be so");
        let own = listener.local_addr().expect("a listener has an address").port();
        let delay = Arc::new(AtomicU64::new(0));
        let (resets, reset) = watch::channel(());
        let slow = Arc::clone(&delay);
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a thread can be started").block_on(serve(listener, port, slow, reset));
        });
        Self { port: own, delay, resets }
    }

    /// The address of the wire.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// From now on, all bytes from the other end are delayed by this.
    pub(super) fn delay(&self, by: Duration) {
        self.delay.store(u64::try_from(by.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// Resets all connections that are open.
    pub(super) fn reset(&self) {
        self.resets.send_replace(());
    }
}

async fn serve(
    listener: std::net::TcpListener,
    port: u16,
    delay: Arc<AtomicU64>,
    mut reset: watch::Receiver<()>,
) {
    let listener = TcpListener::from_std(listener).expect("a runtime is there");
    loop {
        tokio::select! {
            Ok((stream, _)) = listener.accept() => {
                tokio::spawn(connection(stream, port, Arc::clone(&delay), reset.clone()));
            }
            changed = reset.changed() => if changed.is_err() { return },
        }
    }
}

async fn connection(near: TcpStream, port: u16, delay: Arc<AtomicU64>, mut reset: watch::Receiver<()>) {
    reset.mark_unchanged();
    let Ok(far) = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).await else { return };
    // A connection dropped now is reset, not closed.
    let _ = (near.set_zero_linger(), far.set_zero_linger());
    let _ = (near.set_nodelay(true), far.set_nodelay(true));
    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
    let at_once = Arc::new(AtomicU64::new(0));
    tokio::select! {
        _ = copy(near_in, far_out, at_once) => {}
        _ = copy(far_in, near_out, delay) => {}
        _ = reset.changed() => {}
    }
}

async fn copy(
    mut from: tcp::OwnedReadHalf,
    mut to: tcp::OwnedWriteHalf,
    delay: Arc<AtomicU64>,
) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = from.read(&mut buffer).await?;
        if read == 0 {
            return Ok(());
        }
        sleep(Duration::from_millis(delay.load(Ordering::Relaxed))).await;
        to.write_all(&buffer[..read]).await?;
    }
}
