//! The entry points of an API, which lead to its document and its guide.

use http::{HeaderValue, header};
use ogrom_core_resource::{
    Endpoint,
    describe::{Description, Field},
};

use crate::Paths;

/// The same endpoint, whose responses lead to the document of the API, as `rel="service-desc"`, and to the page for developers
/// of clients, as `rel="service-doc"` (RFC 8631). It is for the paths where clients begin, such as `/`.
#[expect(clippy::missing_panics_doc, reason = "paths are visible characters")]
pub fn entry_point(endpoint: Endpoint) -> Endpoint {
    let Paths { document, docs, .. } = Paths::default();
    endpoint.wrap(
        move |endpoint, head, body, place| {
            let before = place.as_ref().map_or("", |place| &place.before);
            let links =
                format!("<{before}{document}>; rel=\"service-desc\", <{before}{docs}/>; rel=\"service-doc\"");
            let links = HeaderValue::try_from(links).expect("paths are visible characters");
            Box::pin(async move {
                let mut response = endpoint.respond(head, body, place).await;
                if response.status().as_u16() < 400 {
                    response.headers_mut().append(header::LINK, links);
                }
                response
            })
        },
        describe,
    )
}

/// Adds the field to the description of an endpoint.
fn describe(description: &mut Description) {
    let responses = description.operations.iter_mut().flat_map(|operation| &mut operation.responses);
    for response in responses.filter(|response| response.status < 400) {
        let about = "Leads to the document of the API, as `rel=\"service-desc\"`, and to its guide, as `rel=\"service-doc\"`.";
        response.add(Field::new(header::LINK, about, true));
    }
}
