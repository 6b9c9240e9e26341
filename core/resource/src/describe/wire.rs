//! The schemas of the engine's own content: problems, and JSON Patch.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use crate::{Invalid, Problem, ProblemTypes, faults::MOST};

// A document replaces `{problems}` by the beginning of all types.
/// An error (RFC 9457). Some types have extra members.
#[derive(JsonSchema)]
#[schemars(rename = "Problem", extend("examples" = [{
    "type": "{problems}invalid-query",
    "title": "A parameter of the request is wrong",
    "status": 400,
    "errors": [{"parameter": "limit", "code": "maximum", "message": "must be at most 100"}]
}]))]
#[expect(dead_code, reason = "only its schema is ever made")]
struct ProblemDocument {
    /// The URI of the problem type, which leads to its explanation; branch on this.
    #[schemars(extend("format" = "uri-reference"))]
    r#type: String,
    /// A short description of the type, for people.
    title: String,
    /// The status of the response.
    #[schemars(range(min = 400, max = 599))]
    status: u16,
    /// The details of this occurrence, for people.
    #[schemars(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// The faults of the request.
    #[schemars(skip_serializing_if = "Option::is_none", length(max = MOST))]
    errors: Option<Vec<WireFault>>,
    /// The number of faults that `errors` does not list; absent if it lists all.
    #[schemars(skip_serializing_if = "Option::is_none")]
    omitted: Option<u64>,
}

/// One fault of a request. Either `pointer`, `parameter` or `header` tells its place.
#[derive(JsonSchema)]
#[schemars(rename = "ErrorDetail")]
#[expect(dead_code, reason = "only its schema is ever made")]
struct WireFault {
    /// The place in the content: a JSON Pointer (RFC 6901), empty for the whole.
    #[schemars(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// The name of the query parameter.
    #[schemars(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// The name of the header field, in lower case.
    #[schemars(skip_serializing_if = "Option::is_none")]
    header: Option<String>,
    /// The broken rule: a keyword of JSON Schema, or a word of the resource's own.
    code: String,
    /// A description of the fault, for people.
    message: String,
}

/// A JSON Pointer (RFC 6901).
const POINTER: &str = "^(/([^/~]|~[01])*)*$";

/// One operation of a patch (RFC 6902).
///
/// One object with a condition instead of a union of variants: generators of clients handle unions badly.
#[derive(JsonSchema)]
#[schemars(rename = "PatchOperation", description = "One operation of a patch (RFC 6902).", extend(
    "if" = {"properties": {"op": {"enum": ["move", "copy"]}}},
    "then" = {"properties": {"from": {}}, "required": ["from"]},
    "else" = {
        "if": {"properties": {"op": {"const": "remove"}}},
        "else": {"properties": {"value": {}}, "required": ["value"]},
    },
))]
#[expect(dead_code, reason = "only its schema is ever made")]
struct PatchOperation {
    op: PatchKind,
    /// Where: a JSON Pointer (RFC 6901).
    #[schemars(regex(pattern = POINTER))]
    path: String,
    /// Where to copy or move from: a JSON Pointer.
    #[schemars(regex(pattern = POINTER), transform = text_alone)]
    from: Option<String>,
    /// The value to add, to replace with, or to test for.
    value: Option<Value>,
}

/// An optional string that cannot be null.
fn text_alone(schema: &mut Schema) {
    schema.insert("type".to_owned(), "string".into());
}

/// The kind of a patch operation.
#[derive(JsonSchema)]
#[schemars(rename = "PatchKind", rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is ever made")]
enum PatchKind {
    Add,
    Remove,
    Replace,
    Move,
    Copy,
    Test,
}

/// Operations that are applied in order, all or none (RFC 6902).
#[derive(JsonSchema)]
#[schemars(rename = "JsonPatch", extend("examples" = [[{"op": "replace", "path": "/title", "value": "Another title"}]]))]
#[expect(dead_code, reason = "only its schema is ever made")]
struct JsonPatch(Vec<PatchOperation>);

/// The schema of a JSON Patch.
pub fn json_patch(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<JsonPatch>()
}

// === impl Problem ===

impl Problem {
    /// An example for documents: what a client reads of it, faults included if its kind lists some.
    pub fn example(&self, types: &ProblemTypes) -> Value {
        let faults = match self.name() {
            "invalid-query" => vec![Invalid::query("limit", "maximum", "must be at most 100")],
            "invalid-content" => {
                vec![Invalid::content("/title", "maxLength", "must have at most 200 characters")]
            }
            _ => Vec::new(),
        };
        let content = self.clone().errors(faults).into_response(Some(types)).into_body();
        let mut example: Value =
            content.whole().and_then(|content| serde_json::from_slice(content).ok()).unwrap_or_default();
        if let Some(members) = example.as_object_mut() {
            members.retain(|_, value| value != "");
        }
        example
    }
}

impl JsonSchema for Problem {
    fn schema_name() -> Cow<'static, str> {
        ProblemDocument::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        ProblemDocument::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        ProblemDocument::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_problem_keeps_to_its_schema() {
        let schema = schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator();
        let schema = schema.into_root_schema_for::<Problem>();
        let validator = jsonschema::validator_for(schema.as_value()).unwrap();
        let few = [
            Invalid::content("/a", "type", "must be a text"),
            Invalid::query("limit", "maximum", "must be at most 100"),
            Invalid::header("x-device", "malformed", "must be text in UTF-8"),
        ];
        let many = vec![few[0].clone(); 60];
        for (problem, faults) in
            Problem::all_of_the_engine().into_iter().zip([&few[..], &many].into_iter().cycle())
        {
            let problem = problem.detail("why").errors(faults.to_vec()).member("more", 1);
            let content = problem.into_response(None).into_body();
            let mut document: Value = serde_json::from_slice(content.whole().unwrap()).unwrap();
            assert!(validator.is_valid(&document), "{document}");
            assert_eq!(document.get("omitted").is_some(), faults.len() > 50);
            document["errors"][0]["code"] = json!(1);
            assert!(!validator.is_valid(&document), "{document}");
        }
    }
}
