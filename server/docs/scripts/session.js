// The state that all operations share: the variables of the server and the token.

const STORED = "token";

export class Session {
  /** The values of the server's variables, such as the locale. */
  variables = {};
  #changed = new EventTarget();

  constructor(api) {
    for (const [name, variable] of Object.entries(api.variables)) this.variables[name] = variable.default;
    // It is kept for this tab alone.
    try { this.token = sessionStorage.getItem(STORED) ?? ""; } catch { this.token = ""; }
  }

  setToken(token) {
    this.token = token;
    try { sessionStorage.setItem(STORED, token); } catch { /* it holds until the page is left */ }
    this.#changed.dispatchEvent(new Event("change"));
  }

  setVariable(name, value) {
    this.variables[name] = value;
    this.#changed.dispatchEvent(new Event("change"));
  }

  onChange(react) {
    this.#changed.addEventListener("change", react);
  }

  /** A template with the values of the server's variables. */
  fill(template) {
    return template.replaceAll(/\{(\w+)\}/g, (whole, name) => this.variables[name] ?? whole);
  }
}
