//! The jobs: each a request, and the status of every contender's response.

use clap::ValueEnum;

/// The requests to the contenders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Job {
    /// One entity.
    Get,
    /// The same, which the client has.
    Unmodified,
    /// An entity that is not there.
    Missing,
    /// A method that is not supported.
    Refused,
    /// A small body of four fields, which is checked.
    Post,
    /// A page of fifty.
    Page,
}

/// The content that a client sends.
const HEAD: &str = "host: localhost\r\nuser-agent: bench\r\naccept: application/json\r\n";

/// The content of a POST.
const BODY: &str = r#"{"name":"Linen shirt","colour":"green","price":4900,"stock":12}"#;

// === impl Job ===

impl Job {
    /// All of them, in the order of the tables.
    pub(crate) const ALL: [Self; 6] =
        [Self::Get, Self::Unmodified, Self::Missing, Self::Refused, Self::Post, Self::Page];

    /// As tables and the command line name it.
    pub(crate) fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// The right status.
    pub(crate) fn status(self) -> u16 {
        match self {
            Self::Get | Self::Page => 200,
            Self::Unmodified => 304,
            Self::Missing => 404,
            Self::Refused => 405,
            Self::Post => 201,
        }
    }

    /// The request as it goes over the wire.
    pub(crate) fn request(self) -> Vec<u8> {
        let text = match self {
            Self::Get => format!("GET /products/7 HTTP/1.1\r\n{HEAD}\r\n"),
            Self::Unmodified => {
                format!("GET /products/7 HTTP/1.1\r\n{HEAD}if-none-match: \"1-json\"\r\n\r\n")
            }
            Self::Missing => format!("GET /products/70000 HTTP/1.1\r\n{HEAD}\r\n"),
            Self::Refused => format!("DELETE /products/7 HTTP/1.1\r\n{HEAD}\r\n"),
            Self::Post => {
                let length = BODY.len();
                format!(
                    "POST /products HTTP/1.1\r\n{HEAD}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{BODY}"
                )
            }
            Self::Page => format!("GET /products?limit=50 HTTP/1.1\r\n{HEAD}\r\n"),
        };
        text.into_bytes()
    }
}
