//! Responses, as OpenAPI describes them.

use http::StatusCode;
use ogrom_core_resource::{
    Codec, Method, Problem,
    describe::{Content, Field, Response, json_patch},
};
use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};

use crate::{
    components::{Components, pascal, shown},
    context::OperationContext,
    plain::{Detail, is_for_code},
};

/// The description of a response without a problem, by its status.
const WORDS: [(u16, &str); 9] = [
    (200, "OK."),
    (201, "Created."),
    (202, "Accepted; not done yet."),
    (204, "Done; no content."),
    (206, "The requested part."),
    (303, "The result is at `Location`."),
    (304, "Not modified."),
    (307, "Moved temporarily to `Location`."),
    (308, "Moved permanently to `Location`."),
];

/// A response; shared if it has only problems.
pub(crate) fn response(
    context: &OperationContext<'_>,
    response: &Response,
    components: &mut Components,
) -> Value {
    let mut described = json!({"description": description(response)});
    let fields = response.headers.iter().chain(on_every_response(context));
    let headers: Map<String, Value> =
        fields.map(|field| (shown(&field.name), components.header(field))).collect();
    if !headers.is_empty() {
        described["headers"] = headers.into();
    }
    if let Some(content) = &response.content {
        described["content"] = media_types(content, components, false);
    }
    if response.problems.is_empty() {
        let links = links(context, response);
        if !links.is_empty() {
            described["links"] = links.into();
        }
        return described;
    }
    described["content"] = problem_content(context, &response.problems, components);
    components.share("responses", &name(response), described)
}

fn on_every_response<'a>(context: &OperationContext<'a>) -> impl Iterator<Item = &'a Field> {
    let is_full = context.routes.detail == Detail::Full;
    context.info.on_every_answer.iter().filter(move |field| is_full || is_for_code(&field.name))
}

/// The content of a response that is one of these problems, with an example of each.
fn problem_content(
    context: &OperationContext<'_>,
    problems: &[Problem],
    components: &mut Components,
) -> Value {
    let schema = components.schemas.answer(SchemaGenerator::subschema_for::<Problem>);
    let types = context.routes.problem_types();
    let example = |problem: &Problem| {
        let value = problem.example(&types);
        (problem.name().to_owned(), json!({"summary": problem.title(), "value": value}))
    };
    let examples: Map<String, Value> = problems.iter().map(example).collect();
    json!({"application/problem+json": {"schema": schema, "examples": examples}})
}

/// The name of a response that several operations have: that of its problem, or the reason phrase of several ones.
fn name(response: &Response) -> String {
    if let [only] = &response.problems[..] {
        return pascal(only.name(), "");
    }
    let status = StatusCode::from_u16(response.status).ok();
    let phrase = status.and_then(|status| status.canonical_reason());
    phrase.map_or_else(|| response.status.to_string(), |phrase| phrase.replace([' ', '-'], ""))
}

fn description(response: &Response) -> String {
    if response.problems.is_empty() {
        let words = WORDS.iter().find(|(status, _)| *status == response.status);
        return words.map_or_else(|| response.status.to_string(), |(_, words)| (*words).to_owned());
    }
    let context = |problem: &Problem| format!("{} (`{}`).", problem.title(), problem.name());
    response.problems.iter().map(context).collect::<Vec<_>>().join(" ")
}

/// The media types of content, each with its schema.
pub(crate) fn media_types(content: &Content, components: &mut Components, sent: bool) -> Value {
    let mut types = Map::new();
    for format in &content.formats {
        let schemas = &mut components.schemas;
        let schema = match format.codec() {
            Codec::MergePatch => schemas.merge_patch(content.schema),
            Codec::JsonPatch => schemas.request(json_patch),
            _ if sent => schemas.request(content.schema),
            _ => schemas.answer(content.schema),
        };
        let described = match (content.part, content.streamed) {
            // A part of a value has no schema.
            (true, _) => json!({}),
            (false, true) if format.codec() == Codec::Csv => json!({"schema": {"type": "string"}}),
            (false, true) => json!({"schema": {"type": "array", "items": schema}}),
            (false, false) => json!({ "schema": schema }),
        };
        types.insert(format.media_type().to_owned(), described);
    }
    types.into()
}

/// Where an answer leads: to the other methods at its route, and to what it names.
fn links(context: &OperationContext<'_>, response: &Response) -> Map<String, Value> {
    let mut links = Map::new();
    let (operation, route) = (context.operation, context.route);
    if !matches!(response.status, 200 | 201) {
        return links;
    }
    let tagged = response.headers.iter().any(|field| field.name == http::header::ETAG);
    let mut link =
        |target: &ogrom_core_resource::describe::Operation, mut parameters: Map<String, Value>, own: bool| {
            if own && tagged && target.demands_condition {
                parameters.insert("If-Match".to_owned(), "$response.header.ETag".into());
            }
            links.insert(target.id.to_string(), json!({"operationId": target.id, "parameters": parameters}));
        };
    if operation.method == Method::Get {
        let path = &route.description.path;
        let parameters: Map<String, Value> = path
            .iter()
            .map(|parameter| (parameter.name.to_owned(), format!("$request.path.{}", parameter.name).into()))
            .collect();
        let others = route.description.operations.iter().filter(|other| other.method != Method::Get);
        others.for_each(|other| link(other, parameters.clone(), true));
    }
    for lead in &operation.leads {
        let Some((_, to)) = route.leads.iter().find(|(key, _)| *key == lead.to) else { continue };
        let target = &context.routes.routes[*to].description;
        let values = lead.pointers.iter().map(|pointer| Value::from(format!("$response.body#{pointer}")));
        let parameters: Map<String, Value> =
            target.path.iter().map(|parameter| parameter.name.to_owned()).zip(values).collect();
        let made = response.status == 201;
        let reads = |method: Method| matches!(method, Method::Get | Method::Post);
        let shown = target.operations.iter().filter(|other| !target.hidden && (made || reads(other.method)));
        shown.for_each(|other| link(other, parameters.clone(), made));
    }
    links
}
