// The token and the variables of the server, for all operations.

import { element } from "./dom.js";
import { inline, paragraphs } from "./markdown.js";

/** The panel, with a button for a token where this service makes them for development. */
export function accessPanel(api, session, tokenPath) {
  const scheme = Object.values(api.document.components?.securitySchemes ?? {}).map((one) => api.resolve(one))[0];
  const variables = Object.entries(api.variables).map(([name, { enum: values, description }]) => variable(session, name, values, description));
  return element("section", { class: "access" },
    element("h2", { id: "access" }, "Access"),
    element("p", {}, "The base URL is ", element("code", {}, location.origin + api.base), "."),
    variables,
    scheme && token(session, scheme, tokenPath));
}

function variable(session, name, values, description) {
  const input = values
    ? element("select", {}, values.map((value) => element("option", {}, value)))
    : element("input", { autocomplete: "off" });
  input.value = session.variables[name];
  input.addEventListener("input", () => session.setVariable(name, input.value));
  return element("label", {}, element("span", {}, element("code", {}, name)), input, description && element("small", {}, inline(description)));
}

function token(session, scheme, path) {
  const input = element("input", { type: "password", autocomplete: "off", spellcheck: "false", id: "token", value: session.token });
  const said = element("p", { class: "quiet", role: "status" });
  input.addEventListener("input", () => session.setToken(input.value.trim()));
  const button = path && element("button", { type: "button" }, "Get a development token");
  button && button.addEventListener("click", async () => {
    const response = await fetch(path, { method: "GET", cache: "no-store" });
    const { token: made, user } = response.ok ? await response.json() : {};
    said.textContent = made ? `You are the user ${user}.` : `The service refused: ${response.status}.`;
    if (made) { input.value = made; session.setToken(made); }
  });
  return [
    paragraphs(scheme.description),
    element("label", {}, element("span", {}, "Token"), input, element("small", {}, "It stays in this browser tab.")),
    button || [],
    said,
  ];
}
