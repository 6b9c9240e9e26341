// Reads an OpenAPI document: its operations, with all that they refer to.

const METHODS = ["get", "post", "put", "patch", "delete"];

/** Header fields of conditional requests and preferences, which one paragraph explains for all operations. */
const CONDITIONAL = ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range", "range", "prefer"];

/** The media types that a body is written in, the best first. */
const WRITTEN = ["application/json", "application/merge-patch+json"];

export class Api {
  constructor(document, url) {
    this.document = document;
    this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => new Operation(this, method, path, item)));
    // The scheme and the host are those of this page, whichever the document names.
    const [server] = document.servers ?? [];
    this.variables = server?.variables ?? {};
    const base = (server?.url ?? "/").replaceAll(/{/g, "%7B").replaceAll(/}/g, "%7D");
    this.base = decodeURIComponent(new URL(base, url).pathname).replace(/\/$/, "");
  }

  /** The value itself, or what its reference leads to. */
  resolve(value) {
    for (let depth = 0; value?.$ref && depth < 10; depth += 1) {
      const names = value.$ref.slice(2).split("/").map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
      value = names.reduce((at, name) => at?.[name], this.document);
    }
    return value;
  }

  /** The operations of each tag, in the order of the document. */
  groups() {
    const described = new Map((this.document.tags ?? []).map((tag) => [tag.name, tag]));
    const names = new Set([...described.keys(), ...this.operations.map((operation) => operation.tag)]);
    const of = (name) => this.operations.filter((operation) => operation.tag === name);
    return [...names].map((name) => ({ ...described.get(name), name, operations: of(name) })).filter((group) => group.operations.length);
  }
}

export class Operation {
  constructor(api, method, path, item) {
    const described = item[method];
    Object.assign(this, { api, path, method: method.toUpperCase() });
    this.id = described.operationId ?? `${method}${path.replaceAll(/\W+/g, "-")}`;
    this.tag = described.tags?.[0] ?? "Operations";
    this.summary = described.summary ?? this.id;
    this.description = described.description ?? "";
    this.deprecated = described.deprecated === true;
    this.security = (described.security ?? api.document.security ?? []).some((one) => Object.keys(one).length);
    const all = [...(item.parameters ?? []), ...(described.parameters ?? [])].map((one) => api.resolve(one));
    const folded = (one) => one.in === "header" && !one.required && CONDITIONAL.includes(one.name.toLowerCase());
    this.parameters = all.filter((one) => !folded(one));
    this.conditional = all.filter(folded).map((one) => one.name);
    this.server = item.servers ?? described.servers;
    this.body = bodyOf(api.resolve(described.requestBody));
    this.responses = Object.entries(described.responses ?? {}).map(([status, response]) => ({ status, ...api.resolve(response) }));
  }

  /** The path below the origin, with the variables of the server. */
  template() {
    const [own] = this.server ?? [];
    const base = own ? new URL(own.url, location.origin).pathname.replace(/\/$/, "") : this.api.base;
    return base + this.path;
  }

  /** The parameters in one place: `path`, `query` or `header`. */
  in(place) {
    return this.parameters.filter((parameter) => parameter.in === place);
  }

  /** The response of a success. */
  success() {
    return this.responses.find(({ status }) => status.startsWith("2"));
  }
}

/** The content of a body that the page writes: JSON, where it may be JSON. */
function bodyOf(body) {
  const kinds = Object.keys(body?.content ?? {});
  const kind = WRITTEN.find((known) => kinds.includes(known)) ?? kinds.find((one) => /json/.test(one)) ?? kinds[0];
  return kind && { kind, kinds, required: body.required === true, ...body.content[kind] };
}
