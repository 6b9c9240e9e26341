//! The command `healthcheck`: requests a health page, for containers that have no other program to do so.

use std::{
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    time::Duration,
};

use http::Uri;

use super::HealthcheckCommand;

/// How long connecting may take, and each part of the response.
const WITHIN: Duration = Duration::from_secs(2);

/// How much of a response is read, in bytes.
const MOST: u64 = 64 << 10;

/// Why the service is not well.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HealthError {
    /// There is no such URL.
    #[error("'{0}' is not of the form http://host:port/path")]
    Url(String),
    /// It does not respond.
    #[error("{url} does not respond")]
    Silent {
        /// The URL that was requested.
        url: String,
        /// The reason.
        #[source]
        cause: io::Error,
    },
    /// It responds that it is not ready, or something else.
    #[error("{url} responds with {status}: {content}")]
    Unwell {
        /// The URL that was requested.
        url: String,
        /// The first line of the response.
        status: String,
        /// Its content.
        content: String,
    },
}

/// Requests the page once. Returns its content, if the service is ready.
pub fn check(command: &HealthcheckCommand) -> Result<String, HealthError> {
    let path = if command.live { "live" } else { "ready" };
    let here = || format!("http://127.0.0.1:{}/health/{path}", command.port);
    let url = command.url.clone().unwrap_or_else(here);
    let answer = ask(&url)?.map_err(|cause| HealthError::Silent { url: url.clone(), cause })?;
    let (head, content) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.lines().next().unwrap_or_default();
    let (content, status) = (content.trim().to_owned(), status.to_owned());
    if status.starts_with("HTTP/1.1 2") {
        Ok(content)
    } else {
        Err(HealthError::Unwell { url, status, content })
    }
}

/// The response, or why there is none.
fn ask(text: &str) -> Result<io::Result<String>, HealthError> {
    let wrong = || HealthError::Url(text.to_owned());
    let url: Uri = text.parse().map_err(|_| wrong())?;
    let host = url.host().filter(|_| url.scheme_str() == Some("http"));
    let host = host.ok_or_else(wrong)?;
    let (port, path) = (url.port_u16().unwrap_or(80), url.path_and_query().map_or("/", |path| path.as_str()));
    let authority = url.authority().map_or(host, |authority| authority.as_str());
    Ok(exchange((host.trim_matches(['[', ']']), port), path, authority))
}

fn exchange(to: (&str, u16), path: &str, authority: &str) -> io::Result<String> {
    let address = to.to_socket_addrs()?.next().ok_or(io::ErrorKind::NotFound)?;
    let mut stream = TcpStream::connect_timeout(&address, WITHIN)?;
    stream.set_read_timeout(Some(WITHIN))?;
    stream.set_write_timeout(Some(WITHIN))?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: {authority}\r\nuser-agent: healthcheck\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.take(MOST).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
