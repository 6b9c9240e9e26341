//! How much a row may hold: as much as the API takes, so that what was imported can be edited there.

/// The longest name of a user, in characters.
pub(super) const USER_NAME: usize = 100;
/// The longest name, brand, category or colour of a product, in characters.
pub(super) const NAME: usize = 500;
/// The longest title, in characters.
pub(super) const TITLE: usize = 200;
/// The longest text or description, in characters.
pub(super) const TEXT: usize = 10_000;
/// The longest URL, in characters.
pub(super) const URL: usize = 2_000;
/// The most items of a collage.
pub(super) const ITEMS: usize = 100;
/// The largest amount of money: beyond it, JSON numbers are no longer exact in every client.
pub(super) const AMOUNT: u64 = (1 << 53) - 1;
/// The longest line, in bytes.
pub(super) const LINE: usize = 1 << 20;
