//! Whether a document keeps what another has promised.
