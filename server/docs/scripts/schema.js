// Shows schemas and parameters: a row for each, with its type and its meaning.

import { element, folded } from "./dom.js";
import { inline } from "./markdown.js";

/** The type of a schema in a few words. */
export function typeOf(api, given) {
  const schema = api.resolve(given) ?? {};
  const types = [schema.type ?? []].flat().filter((type) => type !== "null");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (types[0] === "array") return `array of ${typeOf(api, schema.items)}`;
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (!types.length && alternatives) {
    const all = alternatives.filter((one) => one.type !== "null").map((one) => typeOf(api, one));
    return [...new Set(all)].join(" or ");
  }
  const format = ["date-time", "date", "uri", "uri-reference", "uuid", "email"].includes(schema.format) ? `, ${schema.format}` : "";
  return (types.join(" or ") || (schema.properties ? "object" : schema.enum ? "string" : "any")) + format;
}

/** A list of parameters. */
export function parameterList(api, parameters) {
  const rows = parameters.map((one) => row(api, { name: one.name, required: one.required, description: one.description, schema: one.schema }));
  return element("dl", { class: "fields" }, rows);
}

/** The members of an object, or of the objects in an array. */
export function memberList(api, given, within = []) {
  const { properties = {}, required = [] } = objectOf(api, given) ?? {};
  const rows = Object.entries(properties).map(([name, schema]) =>
    row(api, { name, required: required.includes(name), description: api.resolve(schema)?.description, schema }, within));
  return element("dl", { class: "fields" }, rows);
}

/** Whether a schema has members to show. */
export function hasMembers(api, given) {
  return Object.keys(objectOf(api, given)?.properties ?? {}).length > 0;
}

function row(api, { name, required, description, schema }, within = []) {
  const resolved = api.resolve(schema) ?? {};
  const object = objectOf(api, schema);
  const below = object && !within.includes(object) && hasMembers(api, object);
  const members = () => memberList(api, object, [...within, object]);
  const rule = limits(resolved);
  return element("div", {},
    element("dt", {}, element("code", { class: "name" }, name), " ", element("span", { class: "type" }, typeOf(api, schema)),
      required && element("span", { class: "required" }, " required")),
    " ",
    element("dd", {}, inline(description ?? ""), values(api, schema), rule && ` ${rule}`,
      below && folded({ class: "members" }, `Members of ${name}`, members)));
}

/** The object of a schema: itself, its items, or the only one of its alternatives. */
function objectOf(api, given) {
  const schema = api.resolve(given);
  if (!schema || schema.properties) return schema;
  if (schema.items) return objectOf(api, schema.items);
  const objects = (schema.oneOf ?? schema.anyOf ?? schema.allOf ?? []).map((one) => objectOf(api, one)).filter((one) => one?.properties);
  return objects.length === 1 ? objects[0] : undefined;
}

function values(api, given) {
  const schema = api.resolve(given) ?? {};
  const all = schema.enum ?? api.resolve(schema.items)?.enum ?? [];
  return all.length > 0 && element("span", { class: "values" }, " ", all.flatMap((value) => [element("code", {}, String(value)), " "]));
}

function limits({ minimum, maximum, maxLength, maxItems, default: usual }) {
  const is = (value) => value !== undefined && Math.abs(value) < 2 ** 53 - 1;
  const said = [
    is(minimum) && is(maximum) ? `${minimum} to ${maximum}` : is(maximum) ? `at most ${maximum}` : is(minimum) && minimum !== 0 && `at least ${minimum}`,
    maxLength !== undefined && `up to ${maxLength} characters`,
    maxItems !== undefined && `up to ${maxItems}`,
    usual !== undefined && usual !== null && usual !== "" && !(Array.isArray(usual) && !usual.length) && `default ${JSON.stringify(usual)}`,
  ].filter(Boolean).join(", ");
  return said && `${said[0].toUpperCase()}${said.slice(1)}.`;
}
