//! How much a row may hold beyond what the model has rules for.

/// The longest URL, in characters.
pub(super) const URL: usize = 2_000;
/// The largest amount of money: beyond it, JSON numbers are no longer exact in every client.
pub(super) const AMOUNT: u64 = (1 << 53) - 1;
/// The longest line, in bytes.
pub(super) const LINE: usize = 1 << 20;
