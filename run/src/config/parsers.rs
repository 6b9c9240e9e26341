//! How values are read that the standard library does not know.

use std::{ffi::OsStr, fmt::Display, path::Path, str::FromStr, time::Duration};

use jiff::SignedDuration;
use ogrom_protocols_model::{InvalidId, Locale, Locales, UserId};

use crate::database::{Place, UnknownPlace};

/// The locales of a service that is not told otherwise, the default first.
pub(super) const LOCALES: &str = "en-GB; GBP; en, de, fr | de-DE; EUR; en-GB, fr | de-CH; CHF; de-DE, fr, en-GB | \
                                  fr-FR; EUR; en-GB, de | fr-CH; CHF; fr-FR, de, en-GB";

/// The longest time: for caches this is for ever (RFC 9111 §1.2.2). No clock overflows where it is added.
const LONGEST: Duration = Duration::from_secs(1 << 31);

/// The shortest time that something may take: a timer has no finer steps, and nobody is faster over a network.
const SHORTEST: Duration = Duration::from_millis(10);

/// All of a list, or all that is wrong with it.
pub(crate) fn all<T, E: Display>(list: impl IntoIterator<Item = Result<T, E>>) -> Result<Vec<T>, String> {
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for one in list {
        match one {
            Ok(one) => right.push(one),
            Err(why) => wrong.push(why.to_string()),
        }
    }
    if wrong.is_empty() { Ok(right) } else { Err(wrong.join("; ")) }
}

/// Reads locales separated by `|`.
pub(super) fn locales(text: &str) -> Result<Locales, String> {
    let locales: Vec<Locale> = all(text.split('|').map(|locale| locale.trim().parse::<Locale>()))?;
    Locales::new(locales).map_err(|error| error.to_string())
}

/// Reads a number that is not below this one.
pub(crate) fn at_least<N>(least: N) -> impl Fn(&str) -> Result<N, String> + Clone + Send + Sync + 'static
where
    N: FromStr<Err: Display> + PartialOrd + Display + Copy + Send + Sync + 'static,
{
    move |text| match text.parse() {
        Ok(number) if number >= least => Ok(number),
        Ok(_) => Err(format!("at least {least} is needed")),
        Err(why) => Err(why.to_string()),
    }
}

/// Reads a text that says something.
pub(crate) fn name(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("it is empty".to_owned()) } else { Ok(text.to_owned()) }
}

/// Reads the time that something may take.
pub(crate) fn limit(text: &str) -> Result<Duration, String> {
    match duration(text)? {
        limit if limit >= SHORTEST => Ok(limit),
        _ => Err("at least 10ms is needed".to_owned()),
    }
}

/// Reads the identifier of a user.
pub(crate) fn user(text: &str) -> Result<UserId, InvalidId> {
    text.parse()
}

/// Reads a time with its unit.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let duration: SignedDuration =
        text.parse().map_err(|_| "a time is written as 500ms, 2s or 10m".to_owned())?;
    match duration.try_into() {
        Ok(duration) if duration <= LONGEST => Ok(duration),
        Ok(_) => Err("a time is not longer than 68 years".to_owned()),
        Err(_) => Err("a time is not negative".to_owned()),
    }
}

/// Reads a time that is told in whole seconds: a part of one would be told as none, which says the opposite.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    match duration(text)? {
        time if time.subsec_nanos() == 0 => Ok(time),
        _ => Err("it is told in whole seconds".to_owned()),
    }
}

/// Reads where a database is.
pub(super) fn place(text: &OsStr) -> Result<Place, UnknownPlace> {
    match text.to_str() {
        Some(text) => text.parse(),
        // No URL, and so a file of any name.
        None => Ok(Place::from(Path::new(text))),
    }
}
