//! How values are read that the standard library does not know.

use std::{ffi::OsStr, path::Path, time::Duration};

use jiff::SignedDuration;
use ogrom_protocols_model::{InvalidId, Locale, Locales, UserId};

use crate::database::{Place, UnknownPlace};

/// The locales of a service that is not told otherwise, the default first.
pub(super) const LOCALES: &str = "en-GB; GBP; en, de, fr | de-DE; EUR; en-GB, fr | de-CH; CHF; de-DE, fr, en-GB | \
                                  fr-FR; EUR; en-GB, de | fr-CH; CHF; fr-FR, de, en-GB";

/// Reads locales separated by `|`.
pub(super) fn locales(text: &str) -> Result<Locales, String> {
    let locales: Vec<Locale> =
        text.split('|').map(|locale| locale.trim().parse()).collect::<Result<_, _>>()?;
    Locales::new(locales).map_err(|error| error.to_string())
}

/// Reads the identifier of a user.
pub(crate) fn user(text: &str) -> Result<UserId, InvalidId> {
    text.parse()
}

/// Reads a time with its unit.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let duration: SignedDuration =
        text.parse().map_err(|_| "a time is written as 500ms, 2s or 10m".to_owned())?;
    duration.try_into().map_err(|_| "a time is not negative".to_owned())
}

/// Reads where a database is.
pub(super) fn place(text: &OsStr) -> Result<Place, UnknownPlace> {
    match text.to_str() {
        Some(text) => text.parse(),
        // No URL, and so a file of any name.
        None => Ok(Place::from(Path::new(text))),
    }
}
