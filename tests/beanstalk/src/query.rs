//! The query protocol of AWS: what a call looks like, and what its answer does.
//!
//! Smithy's specification calls it "AWS Query protocol". A call is a form, sent by POST or as the query of a GET; a list
//! is `Name.member.1`, `Name.member.2` and so on; an answer is XML.

pub(crate) mod node;
pub(crate) mod params;
#[cfg(test)]
mod tests;
