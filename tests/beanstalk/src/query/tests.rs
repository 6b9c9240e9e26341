//! Calls are read and responses written as the query protocol requires.

use jiff::Timestamp;

use super::{
    node::{Fields, Node, answered, refused},
    params::Params,
};
use crate::world::Refusal;

#[test]
fn lists_and_structures_are_read_in_their_order_and_what_nobody_read_is_refused() {
    let params = Params::read(
        b"Operation=Do&Version=2010-12-01&A.member.1=x&A.member.2=y%20z&B.member.1.C=1&D=true&E=5",
    );
    assert_eq!(params.action().as_deref(), Some("Do"));
    assert_eq!(params.list("A"), ["x", "y z"]);
    assert_eq!(params.structures("B", ["C", "D"]), [[Some("1".to_owned()), None]]);
    assert_eq!(params.flag("D"), Ok(true));
    let refused = params.end().unwrap_err();
    assert!(refused.message.ends_with("the parameter E."), "{}", refused.message);
    assert_eq!(params.number("E", 1, 5), Ok(Some(5)));
    assert_eq!(params.end(), Ok(()));
}

#[test]
fn what_the_model_of_the_service_forbids_is_refused() {
    let params = Params::read(b"CNAMEPrefix=abc&Flag=yes&Number=0&Time=noon");
    let refused = params.required("CNAMEPrefix", 4, 63).unwrap_err();
    assert_eq!(
        refused.message,
        "1 validation error detected: Value 'abc' at 'cNAMEPrefix' failed to satisfy constraint: Member must have \
         length greater than or equal to 4"
    );
    assert_eq!(params.required("CNAMEPrefix", 1, 2).unwrap_err().code, "ValidationError");
    assert_eq!(params.required("Other", 1, 2).unwrap_err().code, "MissingParameter");
    assert_eq!(params.flag("Flag").unwrap_err().code, "ValidationError");
    assert_eq!(params.number("Number", 1, 10).unwrap_err().code, "ValidationError");
    assert_eq!(params.time("Time").unwrap_err().code, "ValidationError");
}

#[test]
fn an_answer_is_wrapped_and_escaped() {
    let fields = Fields::new().text("Text", "a<b & c").time("Time", Timestamp::UNIX_EPOCH);
    let fields = fields.list("List", ["x", ""].map(|text| Node::Text(text.to_owned())));
    let written = String::from_utf8(answered("Do", Some(fields), "name")).unwrap();
    assert_eq!(
        written,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <DoResponse xmlns=\"http://elasticbeanstalk.amazonaws.com/docs/2010-12-01/\"><DoResult>\
         <Text>a&lt;b &amp; c</Text><Time>1970-01-01T00:00:00.000Z</Time>\
         <List><member>x</member><member></member></List>\
         </DoResult><ResponseMetadata><RequestId>name</RequestId></ResponseMetadata></DoResponse>"
    );
}

#[test]
fn a_refusal_says_whose_fault_it_is() {
    let sender = String::from_utf8(refused(&Refusal::throttled(), "name")).unwrap();
    assert!(sender.contains("<Type>Sender</Type><Code>Throttling</Code>"), "{sender}");
    let receiver = String::from_utf8(refused(&Refusal::internal(), "name")).unwrap();
    assert!(receiver.contains("<Type>Receiver</Type><Code>InternalFailure</Code>"), "{receiver}");
}
