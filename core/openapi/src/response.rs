//! Responses, as OpenAPI describes them.

use ogrom_core_resource::{
    Codec, Method, Problem,
    describe::{Content, Response, json_patch},
};
use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};

use crate::{
    components::{Components, pascal, shown},
    context::OperationContext,
};

/// The description of a response without a problem, by its status.
const WORDS: [(u16, &str); 8] = [
    (200, "Here it is."),
    (201, "It is made, and here it is."),
    (202, "It will be done."),
    (204, "It is done."),
    (303, "The result is elsewhere."),
    (304, "It is as the client has it."),
    (307, "It is elsewhere for now."),
    (308, "It is elsewhere for good."),
];

/// An answer; shared where it is only problems.
pub(crate) fn response(
    context: &OperationContext<'_>,
    response: &Response,
    components: &mut Components,
) -> Value {
    let mut described = json!({"description": description(response)});
    let fields = response.headers.iter().chain(&context.info.on_every_answer);
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
    let schema = components.schemas.answer(SchemaGenerator::subschema_for::<Problem>);
    described["content"] = json!({"application/problem+json": {"schema": schema}});
    let names: Vec<_> = response.problems.iter().map(|problem| pascal(problem.name(), "")).collect();
    components.share("responses", &names.join("Or"), described)
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
        let schema = if content.streamed { json!({"type": "array", "items": schema}) } else { schema };
        types.insert(format.media_type().to_owned(), json!({ "schema": schema }));
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
            .map(|(name, _)| ((*name).to_owned(), format!("$request.path.{name}").into()))
            .collect();
        let others = route.description.operations.iter().filter(|other| other.method != Method::Get);
        others.for_each(|other| link(other, parameters.clone(), true));
    }
    for lead in &operation.leads {
        let Some((_, to)) = route.leads.iter().find(|(key, _)| *key == lead.to) else { continue };
        let target = &context.routes.routes[*to].description;
        let values = lead.pointers.iter().map(|pointer| Value::from(format!("$response.body#{pointer}")));
        let parameters: Map<String, Value> =
            target.path.iter().map(|(name, _)| (*name).to_owned()).zip(values).collect();
        let made = response.status == 201;
        let reads = |method: Method| matches!(method, Method::Get | Method::Post);
        let shown = target.operations.iter().filter(|other| !target.hidden && (made || reads(other.method)));
        shown.for_each(|other| link(other, parameters.clone(), made));
    }
    links
}
