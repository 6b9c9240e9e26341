//! Statements, and the values that are bound to them.

use ogrom_protocols::Position;

/// One statement in every dialect. [`statements!`](crate::statements) makes it.
#[derive(Debug, Clone, Copy)]
pub struct Statement {
    /// For SQLite.
    pub sqlite: &'static str,
    /// For MySQL and MariaDB.
    pub mysql: &'static str,
}

/// A statement with its values.
#[derive(Debug, Clone)]
pub struct Query {
    pub(crate) statement: Statement,
    pub(crate) values: Vec<Value>,
}

/// The value of a placeholder.
#[derive(Debug, Clone)]
pub enum Value {
    /// A text.
    Text(String),
    /// An integer.
    Integer(i64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// No value.
    Null,
}

// === impl Statement ===

impl Statement {
    /// The query of this statement, without values yet.
    pub fn query(self) -> Query {
        Query { statement: self, values: Vec::new() }
    }

    /// The query of this statement with a value for its first placeholder.
    pub fn bind(self, value: impl Into<Value>) -> Query {
        self.query().bind(value)
    }
}

// === impl Query ===

impl Query {
    /// The same query with a value for its next placeholder.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// The same query with the three values of `(keyset_before …)` or `(keyset_after …)`.
    #[must_use]
    pub fn after(self, position: &Position) -> Self {
        self.bind(position.rank).bind(position.rank).bind(position.id.as_str())
    }
}

// === impl Value ===

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
