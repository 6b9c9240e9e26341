// The form of an operation: from its fields come the samples, and the request that is sent.

import { codeBlock } from "./code.js";
import { element, folded } from "./dom.js";
import { exampleOf, givenValue } from "./example.js";
import { inline } from "./markdown.js";
import { typeOf } from "./schema.js";

export class Trial {
  constructor(operation, session) {
    Object.assign(this, { operation, session, api: operation.api });
    this.fields = operation.parameters.filter((one) => one.in !== "cookie").map((parameter) => this.#field(parameter));
    const { body } = operation;
    if (body) {
      const example = exampleOf(this.api, body);
      const text = typeof example === "string" ? example : JSON.stringify(example ?? {}, null, 2);
      this.body = element("textarea", { rows: Math.min(12, text.split("\n").length + 1), spellcheck: "false" }, text);
    }
    this.result = element("div", { class: "result", "aria-live": "polite" });
  }

  /** The form, and the place of the response. */
  element() {
    const send = element("button", { class: "send", type: "submit" }, "Send");
    const rows = this.fields.map(({ parameter, input }) => element("label", {},
      element("span", {}, element("code", {}, parameter.name), parameter.required && element("span", { class: "required" }, " required")), input));
    const body = this.body && element("label", { class: "body" }, element("span", {}, "Body, ", element("code", {}, this.operation.body.kind)), this.body);
    const needs = this.operation.security && element("p", { class: "needs" }, "Needs a token: see ", element("a", { href: "#access" }, "Access"), ".");
    const form = element("form", { "aria-label": `Try ${this.operation.summary}` }, needs, rows, body, send);
    form.addEventListener("submit", (event) => { event.preventDefault(); this.#send(send); });
    this.form = form;
    return [form, this.result];
  }

  /** Calls back with each change of the request. */
  onChange(react) {
    this.form.addEventListener("input", react);
    this.session.onChange(react);
  }

  /** The request of the present values. In a sample, the token and required values that are still empty have a name instead. */
  request({ sample = false } = {}) {
    const { operation, session } = this;
    const value = ({ parameter, input }) => input.value || (sample && parameter.required ? nameOf(parameter) : "");
    const given = (place) => this.fields.filter((field) => field.parameter.in === place && value(field) !== "")
      .map((field) => ({ parameter: field.parameter, text: value(field) }));
    const path = given("path").map(({ parameter, text }) => [parameter.name, text]);
    let address = session.fill(operation.template());
    for (const [name, text] of path) address = address.replace(`{${name}}`, encodeURIComponent(text));
    const query = given("query").flatMap(({ parameter, text }) => values(this.api, parameter, text).map((one) => [parameter.name, one]));
    const search = query.length ? `?${new URLSearchParams(query)}` : "";
    const headers = given("header").map(({ parameter, text }) => [parameter.name, text]);
    const token = sample ? (operation.security ? "TOKEN" : "") : session.token;
    if (token) headers.unshift(["Authorization", `Bearer ${token}`]);
    if (this.body) headers.push(["Content-Type", operation.body.kind]);
    const typed = given("query").map(({ parameter, text }) => [parameter.name, typedValue(this.api, parameter, text)]);
    return {
      method: operation.method, url: location.origin + address + search, base: location.origin + session.fill(this.api.base),
      template: operation.path, path, query: typed, headers, body: this.body?.value,
    };
  }

  #field(parameter) {
    const schema = this.api.resolve(parameter.schema) ?? {};
    // A tag of an example is none of any resource.
    const given = parameter.required && !isCondition(parameter) ? givenValue(this.api, parameter) ?? "" : "";
    const values = schema.type === "boolean" ? [true, false] : schema.enum;
    const attributes = { name: parameter.name, required: parameter.in === "path" };
    if (!values) {
      const placeholder = givenValue(this.api, parameter) ?? typeOf(this.api, schema);
      return { parameter, input: element("input", { ...attributes, value: given, placeholder, autocomplete: "off", spellcheck: "false" }) };
    }
    const options = values.map((value) => element("option", { selected: value === given }, String(value)));
    return { parameter, input: element("select", attributes, element("option", { value: "" }, "–"), options) };
  }

  async #send(button) {
    button.disabled = true;
    this.result.replaceChildren("Waiting for the response …");
    try {
      await this.#fillTag();
      const { method, url, headers, body } = this.request();
      const begun = performance.now();
      const response = await fetch(url, { method, headers, body, cache: "no-store" });
      const text = await response.text();
      this.result.replaceChildren(...shown(response, text, performance.now() - begun));
    } catch (error) {
      this.result.replaceChildren(element("p", { class: "status bad" }, `No response: ${error.message}`));
    } finally {
      button.disabled = false;
    }
  }

  /** A required condition that the reader left empty becomes the tag of the resource, which is read first. */
  async #fillTag() {
    const condition = this.fields.find(({ parameter }) => parameter.required && isCondition(parameter));
    if (!condition || (condition.input.value && condition.input.value !== condition.filled)) return;
    const read = await fetch(this.request().url, { cache: "no-store" });
    condition.input.value = condition.filled = read.headers.get("etag") ?? "";
    this.form.dispatchEvent(new Event("input"));
  }
}

function isCondition({ name }) {
  return name.toLowerCase() === "if-match";
}

/** The name of a value in a sample. */
function nameOf(parameter) {
  return isCondition(parameter) ? "ETAG" : parameter.name.toUpperCase();
}

/** The values of a parameter: several for a list, which the reader separates by commas. */
function values(api, parameter, text) {
  const isList = [api.resolve(parameter.schema)?.type].flat().includes("array");
  const all = isList ? text.split(",").map((one) => one.trim()).filter(Boolean) : [text];
  return isList && parameter.explode === false ? [all.join(",")] : all;
}

function typedValue(api, parameter, text) {
  const types = [api.resolve(parameter.schema)?.type].flat();
  if (types.includes("array")) return values(api, parameter, text);
  if (types.includes("boolean")) return text === "true";
  return (types.includes("integer") || types.includes("number")) && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A response: its status, its fields and its content. */
function shown(response, text, took) {
  const status = element("p", { class: response.ok ? "status good" : "status bad" },
    element("strong", {}, `${response.status} ${response.statusText}`), ` in ${Math.round(took)} ms`);
  const fields = [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  let content = text;
  try { content = JSON.stringify(JSON.parse(text), null, 2); } catch { /* it is no JSON */ }
  const problem = problemOf(response, text);
  return [
    status,
    problem && element("p", {}, inline(`The problem is explained at [${problem}](${problem}).`)),
    text ? codeBlock(content, "Content of the response").block : element("p", {}, "The response has no content."),
    folded({}, "Header fields", () => codeBlock(fields, "Header fields of the response").block),
  ].filter(Boolean);
}

function problemOf(response, text) {
  if (!(response.headers.get("content-type") ?? "").includes("problem+json")) return undefined;
  try { return JSON.parse(text).type; } catch { return undefined; }
}
