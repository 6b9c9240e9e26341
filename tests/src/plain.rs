//! One request over a connection of its own, for servers that belong to a test.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
};

/// Sends a request with these header lines and this content; returns status and content.
///
/// Nothing is decoded, so it is for servers that respond to HTTP/1.0 with plain content.
pub fn ask(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    content: &[u8],
) -> io::Result<(u16, String)> {
    let mut request = Vec::new();
    write!(request, "{method} {path} HTTP/1.0\r\nhost: {address}\r\n")?;
    headers.iter().try_for_each(|(name, value)| write!(request, "{name}: {value}\r\n"))?;
    write!(request, "content-length: {}\r\n\r\n", content.len())?;
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(&request)?;
    stream.write_all(content)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    let (_, content) = answer.split_once("\r\n\r\n").unwrap_or_default();
    status.map(|status| (status, content.to_owned())).ok_or_else(|| io::Error::other(answer.into_owned()))
}
