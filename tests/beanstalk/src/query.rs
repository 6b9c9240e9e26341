//! The query protocol of AWS: the form of a call and of its response.
//!
//! Smithy's specification calls it "AWS Query protocol". A call is a form, sent by POST or as the query of a GET; a
//! list is `Name.member.1`, `Name.member.2` and so on; a response is XML.

pub(crate) mod node;
pub(crate) mod params;
#[cfg(test)]
mod tests;
