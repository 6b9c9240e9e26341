//! Endpoints that will go: what the old version of one says once a new one stands beside it.

use std::time::{Duration, SystemTime};

use http::{HeaderName, HeaderValue};
use ogrom_core_resource::{
    Endpoint,
    describe::{Description, Field},
};
use ogrom_protocols_model::Timestamp;

const DEPRECATION: HeaderName = HeaderName::from_static("deprecation");
const SUNSET: HeaderName = HeaderName::from_static("sunset");

/// The last second of the year 9999, beyond which there are no dates in header fields.
const LAST: u64 = 253_402_300_799;

/// The same endpoint, which answers as before, and says that there is a better one: with `Deprecation` (RFC 9745) since
/// when nobody should begin to use it, and with `Sunset` (RFC 8594) from when on it may be gone. Documents call its
/// operations deprecated.
///
/// It is the one way to take back what was released: mount the new version beside the old one, and keep the old one, in
/// here, until its sunset. Instants are told in whole seconds, from 1970 to the year 9999.
#[expect(clippy::missing_panics_doc, reason = "digits and dates are visible characters")]
pub fn deprecated(endpoint: Endpoint, since: Timestamp, sunset: Timestamp) -> Endpoint {
    let seconds =
        |instant: Timestamp| u64::try_from(instant.as_millis() / 1000).unwrap_or_default().min(LAST);
    let text = |text: String| HeaderValue::try_from(text).expect("digits and dates are visible characters");
    let since = text(format!("@{}", seconds(since)));
    let sunset = text(httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds(sunset))));
    endpoint.wrap(
        move |endpoint, head, body, place| {
            let (since, sunset) = (since.clone(), sunset.clone());
            Box::pin(async move {
                let mut answer = endpoint.respond(head, body, place).await;
                answer.headers_mut().extend([(DEPRECATION, since), (SUNSET, sunset)]);
                answer
            })
        },
        describe,
    )
}

/// Marks the operations of a description as deprecated.
fn describe(description: &mut Description) {
    for operation in &mut description.operations {
        operation.deprecated = true;
        for done in operation.responses.iter_mut().filter(|response| response.status < 400) {
            done.add(Field::new(
                DEPRECATION,
                "The date since which the operation is deprecated (RFC 9745).",
                true,
            ));
            done.add(Field::new(SUNSET, "The date after which the operation may be gone (RFC 8594).", true));
        }
    }
}

#[cfg(test)]
mod tests;
