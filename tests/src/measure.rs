//! The common parts of comparisons of whole services: clients, and the cost of a process.

pub mod client;
pub mod process;
pub mod requests;

use std::error::Error;

/// Why a comparison broke off.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// The middle of the values; not a number where there are none.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
