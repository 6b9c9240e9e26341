//! Parsers of values that are common among options.

use std::{fmt::Display, str::FromStr, time::Duration};

use jiff::SignedDuration;

/// The longest time: for caches this is for ever (RFC 9111 §1.2.2). No clock overflows where it is added.
const LONGEST: Duration = Duration::from_secs(1 << 31);

/// The shortest time limit: timers have no finer steps, and no network is faster.
const SHORTEST: Duration = Duration::from_millis(10);

/// All values of a list, or all their errors, separated by `; `.
pub fn all<T, E: Display>(list: impl IntoIterator<Item = Result<T, E>>) -> Result<Vec<T>, String> {
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for one in list {
        match one {
            Ok(one) => right.push(one),
            Err(why) => wrong.push(why.to_string()),
        }
    }
    if wrong.is_empty() { Ok(right) } else { Err(wrong.join("; ")) }
}

/// Parses a number that is not below this one.
pub fn at_least<N>(least: N) -> impl Fn(&str) -> Result<N, String> + Clone + Send + Sync + 'static
where
    N: FromStr<Err: Display> + PartialOrd + Display + Copy + Send + Sync + 'static,
{
    move |text| match text.parse() {
        Ok(number) if number >= least => Ok(number),
        Ok(_) => Err(format!("at least {least} is needed")),
        Err(why) => Err(why.to_string()),
    }
}

/// Parses a text that is not blank.
pub fn name(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("it is empty".to_owned()) } else { Ok(text.to_owned()) }
}

/// Parses a time limit: a time as [`duration`] parses it, of 10 ms at least.
pub fn limit(text: &str) -> Result<Duration, String> {
    match duration(text)? {
        limit if limit >= SHORTEST => Ok(limit),
        _ => Err("at least 10ms is needed".to_owned()),
    }
}

/// Parses a time with its unit, as in `500ms`, `2s` and `10m`: not negative, and 2³¹ seconds at most.
pub fn duration(text: &str) -> Result<Duration, String> {
    let duration: SignedDuration =
        text.parse().map_err(|_| "a time is written as 500ms, 2s or 10m".to_owned())?;
    match duration.try_into() {
        Ok(duration) if duration <= LONGEST => Ok(duration),
        Ok(_) => Err("a time is not longer than 68 years".to_owned()),
        Err(_) => Err("a time is not negative".to_owned()),
    }
}

/// Parses a time for a header that takes whole seconds, such as `Cache-Control`: less than one would become 0, which has
/// another meaning.
pub fn seconds(text: &str) -> Result<Duration, String> {
    match duration(text)? {
        time if time.subsec_nanos() == 0 => Ok(time),
        _ => Err("it must be in whole seconds".to_owned()),
    }
}
