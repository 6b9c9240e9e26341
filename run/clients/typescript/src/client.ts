/** The client: openapi-fetch, with attempts, copies, deadlines and problems around it. */

import createFetch from "openapi-fetch";

import { Copies } from "./copies.js";
import { within } from "./deadline.js";
import type {
  Arguments,
  Field,
  Item,
  Limits,
  Listed,
  ListPath,
  Method,
  Path,
  Result,
  Schema,
  Selected,
  Tagged,
  Version,
} from "./operations.js";
import { problemOf } from "./problem.js";
import { attempt, type Attempts, type Send } from "./retry.js";

/** The address of the service, and the defaults of its calls. */
export interface Options {
  /** The origin of `/v1/`: `https://api.example`, or `""` on a page of the same host. */
  readonly origin: string;
  /** The locale of all responses: `"en-GB"`. */
  readonly locale: string;
  /** The bearer token; only writing needs it. */
  readonly token?: string;
  /** How long a call may take with all attempts, in milliseconds: 30,000 by default. */
  readonly timeout?: number;
  /** How often at most a request is sent, the first time included: 4 by default. */
  readonly attempts?: number;
  /** About how long to wait before the second attempt, in milliseconds, then twice as long: 200 by default. */
  readonly pause?: number;
  /** How many characters of responses are kept to spare their next transfer: 4 Mi by default; 0 for none. */
  readonly copies?: number;
  /** The function that sends requests: `fetch` by default. */
  readonly fetch?: Send;
}

/** The calls, each typed by the document. Every failure that the service reports is a `Problem`. */
export interface Client {
  get<P extends Path<"get">>(path: P, ...call: Arguments<P, "get">): Promise<Tagged<Result<P, "get">>>;
  /**
   * The same, with these members alone, such as `["id", "price.amount"]`; of a list, with these members of each item. The tag
   * of the value serves for `patch` and `delete`, and not for `put`.
   */
  select<P extends Path<"get">, const F extends Field<Listed<P>>>(
    path: P,
    fields: readonly F[],
    ...call: Arguments<P, "get">
  ): Promise<Tagged<Selected<P, F>>>;
  post<P extends Path<"post">>(path: P, ...call: Arguments<P, "post">): Promise<Tagged<Result<P, "post">>>;
  put<P extends Path<"put">>(path: P, ...call: Arguments<P, "put">): Promise<Tagged<Result<P, "put">>>;
  /** An array is sent as a JSON Patch, anything else as a merge patch, in which `null` removes. */
  patch<P extends Path<"patch">>(path: P, ...call: Arguments<P, "patch">): Promise<Tagged<Result<P, "patch">>>;
  delete<P extends Path<"delete">>(path: P, ...call: Arguments<P, "delete">): Promise<void>;
  /** All items of a list, loaded page by page while it is read; each page has the call's `timeout`. */
  items<P extends ListPath>(path: P, ...call: Arguments<P, "get">): AsyncGenerator<Item<P>, void, undefined>;
  /** The same, whole pages at a time. */
  pages<P extends ListPath>(path: P, ...call: Arguments<P, "get">): AsyncGenerator<Result<P, "get">, void, undefined>;
  /** The locales of the service. */
  locales(limits?: Limits): Promise<Schema["LocaleList"]>;
}

/** A call without its types, which end here. */
interface Untyped extends Limits {
  readonly path?: object;
  readonly query?: object;
  readonly body?: unknown;
  readonly match?: Version;
  readonly idempotencyKey?: string;
}

type UntypedRequest = (
  method: Method,
  path: string,
  init: object,
) => Promise<{ readonly data?: unknown; readonly response: Response }>;

type Ask = (method: Method, path: string, call?: Untyped, baseUrl?: string) => Promise<Tagged<unknown>>;

/** A client of the service at `origin`. */
export function connect(options: Options): Client {
  const ask = asking(options);
  const client = {
    get: (path: string, call?: Untyped) => ask("get", path, call),
    select: (path: string, fields: readonly string[], call?: Untyped) =>
      ask("get", path, { ...call, query: { ...call?.query, fields: fields.join(",") } }),
    post: (path: string, call?: Untyped) => ask("post", path, call),
    put: (path: string, call?: Untyped) => ask("put", path, call),
    patch: (path: string, call?: Untyped) => ask("patch", path, call),
    delete: async (path: string, call?: Untyped) => void (await ask("delete", path, call)),
    pages: (path: string, call?: Untyped) => pages(ask, path, call),
    items: (path: string, call?: Untyped) => items(pages(ask, path, call)),
    locales: async (limits?: Limits) => (await ask("get", "/v1/", limits, origin(options))).value,
  };
  return client as unknown as Client;
}

function asking(options: Options): Ask {
  const { copies: bound = 4 << 20, token, fetch: send = (request) => fetch(request) } = options;
  const how: Attempts = { attempts: options.attempts ?? 4, pause: options.pause ?? 200 };
  const copies = new Copies(bound);
  const http = createFetch({
    baseUrl: `${origin(options)}/v1/${encodeURIComponent(options.locale)}`,
    headers: { accept: "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
  });
  const request = http.request as unknown as UntypedRequest;
  return (method, path, call = {}, baseUrl) => {
    const timeout = call.timeout ?? options.timeout ?? 30_000;
    const until = performance.now() + timeout;
    const trying: Send = (each) => attempt(send, each, until, how);
    return within(timeout, call.signal, async (signal) => {
      const { data, response } = await request(method, path, {
        ...(baseUrl !== undefined && { baseUrl }),
        params: { path: call.path, query: call.query },
        body: call.body,
        headers: headersOf(method, call),
        signal,
        fetch: async (request: Request) => {
          const response = await (method === "get" ? copies.send(trying, request) : trying(request));
          if (!response.ok) throw await problemOf(response);
          return response;
        },
      });
      return { value: data, tag: response.headers.get("etag") ?? undefined };
    });
  };
}

function origin({ origin }: Options): string {
  return origin.replace(/\/+$/, "");
}

function headersOf(method: Method, { body, match, idempotencyKey }: Untyped): Record<string, string> {
  const headers: Record<string, string> = {};
  if (method === "patch") {
    headers["content-type"] = `application/${Array.isArray(body) ? "json-patch" : "merge-patch"}+json`;
  }
  if (method === "post") headers["idempotency-key"] = idempotencyKey ?? fresh();
  const tag = typeof match === "object" ? match.tag : match;
  // A resource that was read without a tag must not be changed without a condition.
  if (match !== undefined && tag === undefined) throw new TypeError("`match` has no tag: read it again");
  if (tag !== undefined) headers["if-match"] = tag;
  return headers;
}

/** A unique key. `randomUUID` would need a secure context. */
function fresh(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface Page {
  readonly items: unknown[];
  readonly next?: string;
}

async function* pages(ask: Ask, path: string, call: Untyped = {}): AsyncGenerator<Page, void, undefined> {
  for (let cursor: string | undefined; ; ) {
    const query = cursor === undefined ? call.query : { ...call.query, cursor };
    const page = (await ask("get", path, query === undefined ? call : { ...call, query })).value as Page;
    yield page;
    if (page.next === undefined) return;
    cursor = page.next;
  }
}

async function* items(pages: AsyncGenerator<Page, void, undefined>): AsyncGenerator<unknown, void, undefined> {
  for await (const page of pages) yield* page.items;
}
