//! Parsers of options that services share.

use ogrom_protocols_model::{Locale, Locales};
use ogrom_server_config::all;

/// Parses locales separated by `|`, the default first, each as `tag; currency; fallbacks`.
pub fn locales(text: &str) -> Result<Locales, String> {
    let locales: Vec<Locale> = all(text.split('|').map(|locale| locale.trim().parse::<Locale>()))?;
    Locales::new(locales).map_err(|error| error.to_string())
}
