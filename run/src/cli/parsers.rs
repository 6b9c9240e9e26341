//! Parsers of values that belong to the domain or to its sources.

use std::{ffi::OsStr, path::Path};

use ogrom_core_fashion::moderation::SCOPES;
use ogrom_protocols_model::{InvalidId, Locale, Locales, UserId};
use ogrom_server_config::all;

use crate::{
    database::{Place, UnknownPlace},
    identity::{InvalidTokens, Tokens},
};

/// The default locales of the service, the default locale of a request first.
pub(super) const LOCALES: &str = "en-GB; GBP; en, de, fr | de-DE; EUR; en-GB, fr | de-CH; CHF; de-DE, fr, en-GB | \
                                  fr-FR; EUR; en-GB, de | fr-CH; CHF; fr-FR, de, en-GB";

/// Parses locales separated by `|`.
pub(super) fn locales(text: &str) -> Result<Locales, String> {
    let locales: Vec<Locale> = all(text.split('|').map(|locale| locale.trim().parse::<Locale>()))?;
    Locales::new(locales).map_err(|error| error.to_string())
}

/// Parses the identifier of a user.
pub(crate) fn user(text: &str) -> Result<UserId, InvalidId> {
    text.parse()
}

/// Parses a list of tokens, with the scopes of this service.
pub(super) fn tokens(text: &str) -> Result<Tokens, InvalidTokens> {
    Tokens::parse(text, SCOPES)
}

/// Parses the location of a database.
pub(super) fn place(text: &OsStr) -> Result<Place, UnknownPlace> {
    match text.to_str() {
        Some(text) => text.parse(),
        // No URL, and so a file of any name.
        None => Ok(Place::from(Path::new(text))),
    }
}
