// An operation: its description beside its samples, its form and its examples.

import { codeBlock } from "./code.js";
import { element, folded } from "./dom.js";
import { exampleOf, examplesOf } from "./example.js";
import { inline, paragraphs } from "./markdown.js";
import { LANGUAGES } from "./samples.js";
import { hasMembers, memberList, parameterList } from "./schema.js";
import { statusText } from "./status.js";
import { Trial } from "./trial.js";

/** The section of an operation. */
export function operationSection(operation, { session, problems, documentUrl, languages }) {
  const heading = `${operation.id}-heading`;
  return element("section", { class: "operation", id: operation.id, "aria-labelledby": heading },
    element("div", { class: "said" },
      element("h3", { id: heading }, element("a", { href: `#${operation.id}` }, operation.summary)),
      element("p", { class: "route" }, element("span", { class: `method ${operation.method.toLowerCase()}` }, operation.method), " ", element("code", {}, operation.template())),
      operation.deprecated && element("p", { class: "deprecated" }, "Deprecated."),
      paragraphs(operation.description),
      element("div", { class: "parameters" }, parameters(operation)),
      bodyMembers(operation),
      conditional(operation),
      element("h4", {}, "Responses"),
      element("ul", { class: "responses" }, operation.responses.map((response) => element("li", {}, responseDetails(operation, response, problems))))),
    element("div", { class: "shown" }, samples(operation, { session, documentUrl, languages }), success(operation)));
}

function parameters(operation) {
  const places = [["path", "Path"], ["query", "Query"], ["header", "Header fields"]];
  return places.flatMap(([place, title]) => {
    const all = operation.in(place);
    return all.length ? [element("h4", {}, title), parameterList(operation.api, all)] : [];
  });
}

function bodyMembers({ api, body }) {
  if (!body) return [];
  const others = body.kinds.filter((kind) => kind !== body.kind);
  const also = others.length > 0 && element("p", { class: "quiet" }, "Also: ", others.map((kind) => [element("code", {}, kind), " "]));
  const members = body.schema && hasMembers(api, body.schema) ? memberList(api, body.schema) : [];
  return [element("h4", {}, "Body ", element("code", {}, body.kind)), members, also];
}

/** One paragraph for all fields of conditional requests. */
function conditional(operation) {
  const tagged = Object.keys(operation.success()?.headers ?? {}).some((name) => name.toLowerCase() === "etag");
  const more = document.getElementById("conditions") ? " See [Conditional requests](#conditions)." : "";
  const text = operation.method === "GET"
    ? tagged && `To skip unchanged content, send the \`ETag\` of an earlier response as \`If-None-Match\`.${more}`
    : operation.conditional.length > 0 && `Optional: ${operation.conditional.map((name) => `\`${name}\``).join(", ")}.${more}`;
  return text && element("p", { class: "quiet" }, inline(text));
}

function responseDetails(operation, response, problems) {
  const { status, description = "", content = {}, headers = {} } = response;
  const content1 = Object.entries(content).find(([kind]) => /json/.test(kind))?.[1];
  return folded({ class: `response s${status[0]}` },
    element("span", {}, element("strong", {}, status), ` ${statusText(status)}`),
    () => {
      const examples = examplesOf(operation.api, content1);
      const links = problemLinks(description, examples, problems);
      const members = content1?.schema && status.startsWith("2") && hasMembers(operation.api, content1.schema);
      return element("div", {},
        paragraphs(description),
        links.length > 0 && element("p", {}, links.length > 1 ? "Problems: " : "Problem: ", links.flatMap((link, at) => [at ? ", " : "", link])),
        Object.keys(headers).length > 0 && element("p", { class: "quiet" }, "Header fields: ", Object.keys(headers).flatMap((name, at) => [at ? ", " : "", element("code", {}, name)])),
        members && folded({ class: "members" }, "Members", () => memberList(operation.api, content1.schema)),
        examples.map(({ name, value }) => element("figure", {}, examples.length > 1 && element("figcaption", {}, name), codeBlock(JSON.stringify(value, null, 2), `Example of ${status}`).block)));
    });
}

/** Links to the problems of a response, which its examples or its description name. */
function problemLinks(description, examples, problems) {
  const types = examples.map(({ value }) => value?.type).filter((type) => typeof type === "string" && type.includes("/"));
  const named = [...description.matchAll(/\(`([a-z][a-z-]+)`\)/g)].map(([, name]) => name);
  const names = named.length ? named : types.map((type) => type.split("/").pop());
  return [...new Set(names)].map((name) => element("a", { href: problems + name }, name));
}

function samples(operation, { session, documentUrl, languages }) {
  const trial = new Trial(operation, session);
  const form = trial.element();
  const picker = element("select", { "aria-label": "Language" }, LANGUAGES.map(({ name }) => element("option", {}, name)));
  const install = codeBlock("", "How to install");
  const sample = codeBlock("", `Sample of ${operation.summary}`);
  const show = () => {
    const language = LANGUAGES.find(({ name }) => name === languages.chosen);
    picker.value = language.name;
    const lines = language.install?.({ document: documentUrl });
    install.block.hidden = !lines;
    install.set(lines ?? "");
    sample.set(language.write(trial.request({ sample: true })));
  };
  picker.addEventListener("change", () => languages.choose(picker.value));
  languages.onChange(show);
  trial.onChange(show);
  show();
  return [
    element("div", { class: "bar" }, element("span", { class: "title" }, "Request"), picker),
    install.block, sample.block,
    element("details", { class: "trial" }, element("summary", {}, "Try it"), form),
  ];
}

function success(operation) {
  const response = operation.success();
  const content = Object.entries(response?.content ?? {}).find(([kind]) => /json/.test(kind))?.[1];
  const value = content && exampleOf(operation.api, content);
  if (value === undefined) return [];
  return [element("div", { class: "bar" }, element("span", { class: "title" }, `Response ${response.status}`)), codeBlock(JSON.stringify(value, null, 2), `Response ${response.status}`).block];
}
