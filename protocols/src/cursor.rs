//! Cursors: where another page of a list lies, sealed for the same query.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The first byte of a sealed cursor tells which way it leads. Another layout gets other numbers.
const AFTER: u8 = 1;
const BEFORE: u8 = 2;

/// An opaque text that leads to another page. Only the source that sealed it reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(String);

/// Where in an order an item stands. Every order of this platform sorts by a number and then by identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The number that the list is sorted by: milliseconds, likes, an amount of money.
    pub rank: i64,
    /// The identifier that decides between equal ranks.
    pub id: String,
}

/// Where a page lies in its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// It begins after this position.
    After(Position),
    /// It ends before this position.
    Before(Position),
}

/// Why a cursor leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CursorRefused {
    /// It was never sealed, or was damaged since.
    #[error("the cursor is malformed")]
    Malformed,
    /// It belongs to a list with other filters or another order.
    #[error("the cursor belongs to another query")]
    OtherQuery,
}

// === impl Cursor ===

impl Cursor {
    /// The cursor that a client sent back. Any text is taken; whether it leads anywhere shows when it is opened.
    pub fn parse(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The text for the client; its characters need no encoding in a URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Seals a place for the query that `query` describes in full: every filter and the order, in any stable form.
    pub fn seal(query: &str, place: &Place) -> Self {
        let (layout, position) = match place {
            Place::After(position) => (AFTER, position),
            Place::Before(position) => (BEFORE, position),
        };
        let mut bytes = vec![layout];
        bytes.extend(fingerprint(query).to_be_bytes());
        bytes.extend(position.rank.to_be_bytes());
        bytes.extend(position.id.as_bytes());
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The place, if the cursor was sealed for this very query.
    pub fn open(&self, query: &str) -> Result<Place, CursorRefused> {
        let bytes = URL_SAFE_NO_PAD.decode(&self.0).map_err(|_| CursorRefused::Malformed)?;
        let (layout, rest) = bytes.split_first().ok_or(CursorRefused::Malformed)?;
        let (sealed_for, rest) = rest.split_first_chunk().ok_or(CursorRefused::Malformed)?;
        let (rank, id) = rest.split_first_chunk().ok_or(CursorRefused::Malformed)?;
        let id = std::str::from_utf8(id).map_err(|_| CursorRefused::Malformed)?;
        let place = match *layout {
            AFTER => Place::After,
            BEFORE => Place::Before,
            _ => return Err(CursorRefused::Malformed),
        };
        if id.is_empty() {
            return Err(CursorRefused::Malformed);
        }
        if u64::from_be_bytes(*sealed_for) != fingerprint(query) {
            return Err(CursorRefused::OtherQuery);
        }
        Ok(place(Position { rank: i64::from_be_bytes(*rank), id: id.to_owned() }))
    }
}

/// FNV-1a of 64 bits: the same on every machine and in every release, which std's hasher does not promise.
fn fingerprint(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position() -> Position {
        Position { rank: -7, id: "x1".into() }
    }

    #[test]
    fn a_cursor_opens_for_its_own_query() {
        for place in [Place::After(position()), Place::Before(position())] {
            let cursor = Cursor::seal("newest", &place);
            assert_eq!(Cursor::parse(cursor.as_str()).open("newest"), Ok(place));
            assert_eq!(cursor.open("most liked"), Err(CursorRefused::OtherQuery));
        }
    }

    #[test]
    fn a_cursor_of_an_earlier_release_opens() {
        let cursor = Cursor::parse("AYx11WyT3b2L__________l4MQ");
        assert_eq!(cursor.open("newest"), Ok(Place::After(position())));
    }

    #[test]
    fn what_was_never_sealed_is_malformed() {
        let good = Cursor::seal("newest", &Place::After(position()));
        let cut = &good.as_str()[..good.as_str().len() / 2];
        for bad in ["", "?", "AAAA", "not base64!", cut, "é"] {
            assert_eq!(Cursor::parse(bad).open("newest"), Err(CursorRefused::Malformed), "{bad:?}");
        }
    }
}
