//! Streams over real connections: neither side runs ahead of the other, and a stream that is cut off never looks
//! whole.

mod received;
mod sent;

use std::{future::Future, io, net::Ipv4Addr, time::Duration};

use ogrom_core_resource::Endpoint;
use ogrom_tests::conformance::serve;
use tokio::{
    net::{TcpSocket, TcpStream},
    time::timeout,
};

/// How much the system buffers on each side of a connection, in bytes. It takes the double.
const BUFFER: u32 = 64 * 1024;

/// How long anything may take. Only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(50);

/// A connection to an endpoint, with a small buffer.
async fn connected(endpoint: Endpoint) -> io::Result<TcpStream> {
    let (server, client) = (TcpSocket::new_v4()?, TcpSocket::new_v4()?);
    for socket in [&server, &client] {
        socket.set_send_buffer_size(BUFFER)?;
        socket.set_recv_buffer_size(BUFFER)?;
    }
    server.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    let listener = server.listen(1)?;
    let (client, accepted) = tokio::join!(client.connect(listener.local_addr()?), listener.accept());
    tokio::spawn(serve(accepted?.0, endpoint));
    client
}

async fn soon<T>(work: impl Future<Output = T>) -> T {
    timeout(PATIENCE, work).await.expect("it hangs")
}
