//! One operation, as OpenAPI describes it.

use std::collections::BTreeSet;

use ogrom_core_resource::describe::{MOST_FIELDS, Operation};
use serde_json::{Map, Value, json};

use crate::{
    components::Components,
    context::OperationContext,
    described_routes::DescribedRoute,
    response::{media_types, response},
};

/// The one way to authenticate.
pub(crate) const BEARER: &str = "bearer";

/// The operation.
pub(crate) fn operation(context: OperationContext<'_>, components: &mut Components) -> Value {
    let Operation { id, summary, details, .. } = context.operation;
    let details = if details.is_empty() { format!("{summary}.") } else { details.clone() };
    let mut described = json!({
        "operationId": id,
        "tags": [tag(context.route)],
        "summary": summary,
        "description": details,
        "security": if context.operation.needs_bearer { json!([{BEARER: []}]) } else { json!([]) },
        "responses": responses(context, components),
    });
    if context.operation.deprecated {
        described["deprecated"] = true.into();
    }
    let parameters = parameters(context.operation, components);
    if !parameters.is_empty() {
        described["parameters"] = parameters.into();
    }
    if let Some(content) = &context.operation.content {
        described["requestBody"] =
            json!({"required": content.required, "content": media_types(content, components, true)});
        if !content.repeats.is_empty() {
            described["requestBody"]["description"] = repeats(&content.repeats).into();
        }
    }
    described
}

/// The noun that groups the operations of a route.
pub(crate) fn tag(route: &DescribedRoute) -> &'static str {
    route.description.noun.map_or_else(|| route.description.key.name(), |(noun, _)| noun)
}

fn responses(context: OperationContext<'_>, components: &mut Components) -> Value {
    let described = context.operation.responses.iter();
    let described: Map<String, Value> =
        described.map(|answer| (answer.status.to_string(), response(&context, answer, components))).collect();
    described.into()
}

/// The parameters of query and header fields; those of the path belong to the path.
fn parameters(operation: &Operation, components: &mut Components) -> Vec<Value> {
    let mut parameters = Vec::new();
    for (name, mut schema, required) in components.schemas.properties(operation.parameters) {
        let keywords = schema.as_object_mut();
        let take = |keyword: &str| keywords.as_ref().and_then(|keywords| keywords.get(keyword)).cloned();
        let (about, route) = (take("description"), take("x-in").unwrap_or_else(|| "query".into()));
        let example = take("examples").and_then(|examples| examples.get(0).cloned());
        if let Some(keywords) = keywords {
            for keyword in ["description", "x-in", "examples"] {
                keywords.remove(keyword);
            }
        }
        let mut parameter = json!({"name": name, "in": route, "required": required, "schema": schema});
        if let Some(about) = about {
            parameter["description"] = about;
        }
        if let Some(example) = example {
            parameter["example"] = example;
        }
        parameters.push(parameter);
    }
    if operation.sparse {
        parameters.push(components.share("parameters", "Fields", fields()));
    }
    parameters.extend(operation.fields.iter().map(|field| components.field(field)));
    parameters
}

/// The sentence about members that only the service decides.
fn repeats(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    format!(
        "It may be the representation as it was read, edited: {} are ignored if they are unchanged, and refused with 422 \
         otherwise.",
        names.join(", ")
    )
}

/// The parameter that lists members of the representation.
fn fields() -> Value {
    json!({
        "name": "fields",
        "in": "query",
        "required": false,
        "description": "Only these members of the representation, or of each item of a list, such as `id,price.amount`. The \
                        response then lacks all others, and so may lack members that its schema requires.",
        "schema": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_FIELDS,
            "items": {"type": "string", "format": "member-path"},
        },
        "style": "form",
        "explode": false,
    })
}

/// The parameters of a path, all of them texts: what they are made of is nobody's affair but the service's.
pub(crate) fn path_parameters(path: &str, route: &DescribedRoute) -> Vec<Value> {
    let own = &route.description.path;
    let names: BTreeSet<&str> = path.split('/').filter_map(crate::described_routes::parameter).collect();
    let parameter = |name: &str| {
        let mut parameter = json!({"name": name, "in": "path", "required": true, "schema": {"type": "string", "minLength": 1}});
        let told = own
            .iter()
            .find(|known| known.name == name)
            .map(|known| [("description", known.about), ("example", known.example)]);
        for (keyword, text) in told.into_iter().flatten().filter(|(_, text)| !text.is_empty()) {
            parameter[keyword] = text.into();
        }
        parameter
    };
    names.into_iter().map(parameter).collect()
}
