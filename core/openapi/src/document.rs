//! The document: the descriptions of all endpoints of a table, combined into one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::{
    DescribedRoutes, DocumentError, Info,
    components::Components,
    context::OperationContext,
    defaults,
    described_routes::{Base, DescribedRoute},
    enumerations, examples, openapi_3_0,
    operation::{BEARER, operation, path_parameters, tag},
    order::Ordered,
    plain::Detail,
    postman, text,
};

/// An OpenAPI document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document(Value);

// === impl Document ===

impl Document {
    /// The document of these routes, in OpenAPI 3.1.
    pub fn of(routes: &DescribedRoutes, info: &Info) -> Result<Self, DocumentError> {
        let base = routes.usual_base();
        let mut components = Components::new();
        let (mut paths, mut ids) = (Map::new(), BTreeSet::new());
        for route in routes.shown() {
            let (path, item) = path_item(routes, route, &base, info, &mut components);
            let operations = &route.description.operations;
            if let Some(twice) = operations.iter().find(|operation| !ids.insert(operation.id.to_string())) {
                return Err(DocumentError::Operation(twice.id.to_string()));
            }
            if paths.insert(path.clone(), item).is_some() {
                return Err(DocumentError::Path(path));
            }
        }
        let (schemas, shared) = components.finish();
        let mut document = json!({
            "openapi": "3.1.1",
            "info": {
                "title": info.title,
                "version": info.version,
                "description": info.about,
                "contact": {"name": info.contact},
                "license": {"name": info.licence, "identifier": info.licence},
            },
            "servers": servers(routes, &base),
            "tags": tags(routes),
            "paths": paths,
            "components": shared,
        });
        let mut schemas = schemas.finish(&mut document)?;
        enumerations::name_values(&mut schemas);
        let types = routes.problem_types();
        examples::mount(&mut schemas, &base.usual(&routes.below), types.start());
        examples::of_requests(&mut document["paths"], &schemas);
        document["components"]["schemas"] = schemas.into();
        if routes.detail == Detail::Plain {
            defaults::describe(&mut document["paths"]);
            defaults::describe(&mut document["components"]);
        }
        if routes
            .shown()
            .flat_map(|route| &route.description.operations)
            .any(|operation| operation.needs_bearer)
        {
            document["components"]["securitySchemes"] = json!({BEARER: {
                "type": "http",
                "scheme": "bearer",
                "bearerFormat": info.token_format,
                "description": info.token,
            }});
        }
        Ok(Self(document))
    }

    /// A document of another author.
    pub fn from_value(document: Value) -> Self {
        Self(document)
    }

    /// The same document in OpenAPI 3.0, for tools that know no newer one. It contains a little less: the licence has
    /// only its name, one example replaces several, and conditional rules are absent.
    #[must_use]
    pub fn in_version_3_0(self) -> Self {
        Self(openapi_3_0::in_version_3_0(self.0))
    }

    /// The document as a value, without an order of members; its text lists JSON first.
    pub fn value(&self) -> &Value {
        &self.0
    }

    /// The document in JSON, for people, too.
    pub fn to_json(&self) -> String {
        format!("{:#}\n", Ordered(&self.0))
    }

    /// The collection of Postman, in JSON, for people, too. Its requests need a document with absolute servers.
    pub fn to_postman(&self) -> String {
        format!("{:#}\n", postman::collection(&self.0))
    }

    /// The document in YAML.
    pub fn to_yaml(&self) -> String {
        text::yaml(&self.0)
    }
}

fn path_item(
    routes: &DescribedRoutes,
    route: &DescribedRoute,
    usual: &Base,
    info: &Info,
    components: &mut Components,
) -> (String, Value) {
    let is_usual = route.base == *usual;
    let path = route.template.strip_prefix(&*route.base.prefix).unwrap_or(&route.template).to_owned();
    let mut item = Map::new();
    for described in &route.description.operations {
        let context = OperationContext { info, routes, route, operation: described };
        let mut described_operation = operation(context, components);
        // At the path, some generators would put them behind those of the operation, and others before.
        let mut parameters = path_parameters(&path, route);
        parameters.extend(described_operation["parameters"].as_array().cloned().unwrap_or_default());
        if !parameters.is_empty() {
            described_operation["parameters"] = parameters.into();
        }
        item.insert(described.method.as_str().to_lowercase(), described_operation);
    }
    if !is_usual {
        item.insert("servers".to_owned(), servers(routes, &route.base));
    }
    (path, item.into())
}

/// A server with variables; in a plain document, one server for each of their values, since not all tools fill in variables.
fn servers(routes: &DescribedRoutes, base: &Base) -> Value {
    let url = format!("{}{}{}", routes.origin, routes.below, base.prefix);
    let url = if url.is_empty() { "/".to_owned() } else { url };
    if base.variables.is_empty() {
        return json!([{ "url": url }]);
    }
    if routes.detail == Detail::Plain {
        let filled = base.variables.iter().fold(vec![url], |urls, (name, values)| {
            let with = |url: &String| {
                values.iter().map(|value| url.replace(&format!("{{{name}}}"), value)).collect::<Vec<_>>()
            };
            urls.iter().flat_map(with).collect()
        });
        return filled.into_iter().map(|url| json!({ "url": url })).collect();
    }
    let variable = |(name, values): (&String, &Vec<String>)| {
        (name.clone(), json!({"default": values.first(), "enum": values}))
    };
    let variables: Map<_, _> = base.variables.iter().map(variable).collect();
    json!([{"url": url, "variables": variables}])
}

fn tags(routes: &DescribedRoutes) -> Value {
    let named = routes.shown().map(|route| (tag(route), route.description.noun.map(|(_, about)| about)));
    let tags: BTreeMap<_, _> = named.collect();
    let described = |(name, about): (&str, Option<&str>)| match about {
        Some(about) => json!({"name": name, "description": about}),
        None => json!({"name": name}),
    };
    tags.into_iter().map(described).collect()
}
