//! The questions and their edges: the one table that walks, traces, drawings and documentation read.

use super::{Branch, Next, Node};

/// Where an answer leads: to a question by its name, or to a response by its status.
macro_rules! next {
    ($status:literal) => {
        Next::Respond($status)
    };
    ($decision:ident) => {
        Next::Ask(Decision::$decision)
    };
}

macro_rules! graph {
    ($(
        $name:ident: $question:literal
        by $source:literal sees [$($field:literal),*]
        to $($answer:ident => $next:tt),+;
    )+) => {
        /// A question of the graph, with what it stands on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Decision {
            $(#[doc = concat!($question, " ", $source, ".")] $name,)+
        }

        /// The whole graph, in the order of [`Decision`]; it begins at the first node.
        pub static GRAPH: [Node; [$(Decision::$name),+].len()] = [$(Node {
            decision: Decision::$name,
            question: $question,
            source: $source,
            sees: &[$($field),*],
            edges: &[$((Branch::$answer, next!($next))),+],
        }),+];
    };
}

graph! {
    Available: "Can the service answer at all now?"
        by "RFC 9110 §15.6.4" sees []
        to Yes => MethodKnown, No => 503;
    MethodKnown: "Is the method one that we know?"
        by "RFC 9110 §15.6.2" sees [":method"]
        to Yes => UriFits, No => 501;
    UriFits: "Is the target of a bearable length?"
        by "RFC 9110 §15.5.15" sees [":path"]
        to Yes => HeadersFit, No => 414;
    HeadersFit: "Are the header fields of a bearable size?"
        by "RFC 6585 §5" sees []
        to Yes => MethodAllowed, No => 431;
    MethodAllowed: "Does the resource support the method?"
        by "RFC 9110 §15.5.6" sees [":method"]
        to Yes => Access, No => 405;
    Access: "May this client do this, as far as can be told without looking?"
        by "RFC 9110 §15.5.2, §15.5.4, RFC 6585 §4" sees ["authorization"]
        to Granted => Options, Unauthenticated => 401, Limited => 429, Forbidden => 403;
    Options: "Does the request only ask what can be done?"
        by "RFC 9110 §9.3.7" sees [":method"]
        to No => ContentFits, Yes => 204;
    ContentFits: "Is the announced content of a bearable size?"
        by "RFC 9110 §15.5.14" sees ["content-length", "transfer-encoding"]
        to Yes => ContentWhole, No => 413;
    ContentWhole: "Is the content whole, not a range?"
        by "RFC 9110 §14.5" sees ["content-range"]
        to Yes => ContentTypeKnown, No => 400;
    ContentTypeKnown: "Is the content in a format that the method takes?"
        by "RFC 9110 §15.5.16" sees ["content-type", "content-encoding"]
        to Yes => Acceptable, No => 415;
    Acceptable: "Is there a representation that the client accepts?"
        by "RFC 9110 §12.5.1, §15.5.7" sees ["accept", "accept-encoding", "accept-language"]
        to Yes => ParametersValid, No => 406;
    ParametersValid: "Are the parameters of the request understood?"
        by "RFC 9110 §15.5.1" sees [":path"]
        to Yes => Existence, No => 400;
    Existence: "Is there something at the target?"
        by "RFC 9110 §15.5.5, §15.5.11, §15.4" sees [":path"]
        to Found => Permitted, Missing => CreatesHere, Nowhere => 404, Malformed => 400, Gone => 410,
        Moved => 308, MovedTemporarily => 307;
    CreatesHere: "May the method make something where nothing is?"
        by "RFC 9110 §9.3.3, §9.3.4" sees [":method"]
        to Yes => Permitted, No => 404;
    Permitted: "May this client do this to what was found?"
        by "RFC 9110 §15.5.4" sees ["authorization"]
        to Granted => ConditionGiven, Unauthenticated => 401, Limited => 429, Forbidden => 403;
    ConditionGiven: "Is a condition there, if the resource demands one?"
        by "RFC 6585 §3" sees ["if-match", "if-unmodified-since"]
        to Yes => Conditions, No => 428;
    Conditions: "Do the conditions hold?"
        by "RFC 9110 §13.2.2" sees ["if-match", "if-unmodified-since", "if-none-match", "if-modified-since"]
        to Met => Reads, Unmodified => 304, Failed => 412;
    Reads: "Does the method read?"
        by "RFC 9110 §9.3.1" sees [":method"]
        to Yes => Act, No => ContentReadable;
    ContentReadable: "Can the content be read?"
        by "RFC 9110 §15.5.1, §15.5.14" sees ["content-type"]
        to Yes => ContentValid, Malformed => 400, TooLarge => 413;
    ContentValid: "Is the content meaningful?"
        by "RFC 9110 §15.5.21, RFC 5789 §2.2" sees []
        to Yes => Act, Malformed => 400, No => 422, Conflict => 409;
    Act: "What came of the action?"
        by "RFC 9110 §15.3, §15.4.4, §15.5.10" sees ["prefer"]
        to Ok => Range, Created => 201, Accepted => 202, Done => 204, SeeOther => 303, Invalid => 422,
        Conflict => 409, Stale => ConditionLost;
    Range: "Is a part of the representation asked for?"
        by "RFC 9110 §14.2" sees ["range", "if-range"]
        to Whole => 200, Part => 206, Unsatisfiable => 416;
    ConditionLost: "Was the change conditional on what has meanwhile changed?"
        by "RFC 9110 §13.1.1" sees ["if-match", "if-unmodified-since"]
        to Yes => 412, No => 409;
}

// === impl Decision ===

impl Decision {
    /// The question's node.
    pub const fn node(self) -> &'static Node {
        &GRAPH[self as usize]
    }
}
