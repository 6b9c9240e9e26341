// Values of schemas: those that the document gives, or ones that are made from it.

const BY_FORMAT = {
  "date-time": "2026-05-01T08:00:00.000Z",
  date: "2026-05-01",
  uri: "https://example.com/",
  "uri-reference": "/",
  uuid: "123e4567-e89b-12d3-a456-426614174000",
  email: "name@example.com",
};

/** An example of content: the one of the media type, or of its schema. */
export function exampleOf(api, content) {
  return examplesOf(api, content)[0]?.value;
}

/** Every example of content, each with its name. */
export function examplesOf(api, content = {}) {
  const named = Object.entries(content.examples ?? {}).map(([name, one]) => ({ name, ...api.resolve(one) }));
  if (named.length) return named.map(({ name, summary, value }) => ({ name: summary ?? name, value }));
  const value = content.example ?? (content.schema && valueOf(api, content.schema));
  return value === undefined ? [] : [{ name: "Example", value }];
}

/** A value of a parameter, if the document gives one. */
export function givenValue(api, parameter) {
  const schema = api.resolve(parameter.schema) ?? {};
  const named = Object.values(parameter.examples ?? {})[0];
  return parameter.example ?? api.resolve(named)?.value ?? schema.examples?.[0] ?? schema.example;
}

/** A value of a schema. */
export function valueOf(api, given, within = []) {
  const schema = api.resolve(given);
  if (!schema || within.includes(schema)) return undefined;
  const stated = schema.examples?.[0] ?? schema.example ?? schema.default ?? schema.const ?? schema.enum?.[0];
  if (stated !== undefined) return stated;
  const inner = [...within, schema];
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => valueOf(api, part, inner)));
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives) return valueOf(api, alternatives.find((one) => one.type !== "null"), inner);
  return byType(api, schema, inner);
}

function byType(api, schema, within) {
  const type = [schema.type ?? (schema.properties && "object")].flat().find((one) => one !== "null");
  if (type === "object") {
    const members = Object.entries(schema.properties ?? {}).map(([name, one]) => [name, valueOf(api, one, within)]);
    return Object.fromEntries(members.filter(([, value]) => value !== undefined));
  }
  if (type === "array") return [valueOf(api, schema.items, within)].filter((value) => value !== undefined);
  if (type === "integer" || type === "number") return Math.max(schema.minimum ?? 1, Math.min(schema.maximum ?? 1, 1));
  if (type === "boolean") return true;
  return type === "string" ? BY_FORMAT[schema.format] ?? "text" : undefined;
}
