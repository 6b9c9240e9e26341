/** The client against a service that really runs. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
  type Client,
  connect,
  type Options,
  InvalidContent,
  Gone,
  PreconditionFailed,
  Problem,
  type Schema,
  Unauthenticated,
} from "../src/index.js";
import { type Faults, network, serve, type Service, TOKEN } from "./service.js";

let service: Service;
before(async () => (service = await serve()));
after(() => service.stop());

function client(options: Partial<Options> = {}): Client {
  return connect({ origin: service.origin, locale: "en-GB", token: TOKEN, pause: 10, ...options });
}

/** The problem that a promise fails with. */
async function refused<P extends Problem>(promise: Promise<unknown>, type: new (...of: never[]) => P): Promise<P> {
  const error: unknown = await promise.then(() => assert.fail("it was not refused"), (error: unknown) => error);
  assert.ok(error instanceof type, `${String(error)} is no ${type.name}`);
  return error;
}

/** The identifiers of a list, by nothing but fetch. */
async function plainly(path: string): Promise<string[]> {
  const found: string[] = [];
  for (let next: string | undefined = ""; next !== undefined; ) {
    const cursor: string = next === "" ? "" : `&cursor=${next}`;
    const page = (await (await fetch(`${service.origin}/v1/en-GB/${path}${cursor}`)).json()) as Schema["CommentPage"];
    found.push(...page.items.map(({ id }) => id));
    next = page.next;
  }
  return found;
}

/** Collects the statuses of responses. */
function watched(statuses: number[]): NonNullable<Options["fetch"]> {
  return async (request) => {
    const response = await fetch(request);
    statuses.push(response.status);
    return response;
  };
}

test("only the selected members are sent, and a collage shows more where it is asked to", async () => {
  const { value: page } = await client().select("/products", ["id", "price.amount"], { query: { limit: 1 } });
  assert.deepEqual(Object.keys(page.items[0] ?? {}).sort(), ["id", "price"]);
  assert.equal(typeof page.next, "string");
  const path = { collage: "market-morning" };
  const expand = ["products" as const, "comments" as const];
  const { value: collage } = await client().get("/collages/{collage}", { path, query: { expand } });
  assert.ok(collage.products?.every(({ category }) => category) && collage.comments?.items.length);
});

test("the iterator finds what page after page has", async () => {
  const found: string[] = [];
  for await (const comment of client().items("/comments", { query: { language: "*", limit: 7 } })) {
    found.push(comment.id);
  }
  assert.deepEqual(found, await plainly("comments?language=*&limit=50"));
  assert.ok(found.length > 50, `${found.length} comments are no list to try pages with`);
});

test("an iterator that is left asks for nothing more", async () => {
  const statuses: number[] = [];
  for await (const { id } of client({ fetch: watched(statuses) }).items("/products", { query: { limit: 5 } })) {
    assert.ok(id);
    break;
  }
  assert.deepEqual(statuses, [200]);
});

test("the locale decides, and is one of those that are listed", async () => {
  const german = client({ locale: "de-DE" });
  assert.equal((await german.get("/products/{product}", { path: { product: "beanie" } })).value.name, "Strickmütze");
  const { items } = await german.locales();
  assert.ok(items.some(({ tag }) => tag === "de-DE"));
});

test("a collage is composed, changed under its tag, and deleted", async () => {
  const api = client();
  const items = [{ product: "linen-tank", x: 0.5, y: 0.5, size: 0.3 }];
  const made = await api.post("/collages", { body: { title: "One", items } });
  const path = { collage: made.value.id };
  assert.equal(made.value.owner.id, "lena");

  const changed = await api.patch("/collages/{collage}", { path, match: made, body: { title: "Two" } });
  assert.equal(changed.value.title, "Two");
  const patch = [{ op: "replace" as const, path: "/title", value: "Three" }];
  assert.equal((await api.patch("/collages/{collage}", { path, match: changed, body: patch })).value.title, "Three");

  const read = await api.get("/collages/{collage}", { path });
  const put = await api.put("/collages/{collage}", { path, match: read, body: { title: "Four", items } });
  assert.equal(put.value.title, "Four");
  assert.equal(put.tag, undefined, "the answer to a PUT has no tag");
  await assert.rejects(api.delete("/collages/{collage}", { path, match: put }), TypeError);

  await api.delete("/collages/{collage}", { path, match: await api.get("/collages/{collage}", { path }) });
  await refused(api.get("/collages/{collage}", { path }), Gone);
});

test("a change of what has changed meanwhile is a PreconditionFailed", async () => {
  const api = client();
  const made = await api.post("/collages", { body: { items: [] } });
  const path = { collage: made.value.id };
  await api.patch("/collages/{collage}", { path, match: made, body: { title: "first" } });
  const late = api.patch("/collages/{collage}", { path, match: made, body: { title: "second" } });
  const problem = await refused(late, PreconditionFailed);
  assert.equal(problem.status, 412);
  assert.equal(problem.kind, "precondition-failed");
  assert.ok(problem.requestId);
});

test("wrong content is an InvalidContent with all that is wrong", async () => {
  const items = [{ product: "linen-tank", x: 2, y: 0.5, size: 0.3 }];
  const problem = await refused(client().post("/collages", { body: { title: "", items } }), InvalidContent);
  assert.equal(problem.status, 422);
  assert.deepEqual(problem.errors.map(({ pointer }) => pointer).sort(), ["/items/0/x", "/title"]);
  assert.match(problem.message, /\/items\/0\/x must be at most 1/);
});

test("who has no token is told so", async () => {
  const { token: _, ...stranger } = { origin: service.origin, locale: "en-GB", token: TOKEN };
  await refused(connect(stranger).post("/collages", { body: { items: [] } }), Unauthenticated);
});

test("what has not changed comes from the copy", async () => {
  const statuses: number[] = [];
  const api = client({ fetch: watched(statuses) });
  const path = { product: "beanie" };
  const first = await api.get("/products/{product}", { path });
  const second = await api.get("/products/{product}", { path });
  assert.deepEqual(statuses, [200, 304]);
  assert.deepEqual(second, first);
  assert.notEqual(second.tag, undefined);
});

test("copies are bounded", async () => {
  const statuses: number[] = [];
  const api = client({ fetch: watched(statuses), copies: 1500 });
  for (const product of ["beanie", "linen-tank", "waxed-jacket", "beanie"]) {
    await api.get("/products/{product}", { path: { product } });
  }
  assert.deepEqual(statuses, [200, 200, 200, 200]);
});

/** How many collages of this title exist once one was posted over a network that drops the first response. */
async function posted(title: string, faults: Faults): Promise<number> {
  const way = await network(service, { dropped: 1, ...faults });
  try {
    await client({ origin: way.origin }).post("/collages", { body: { title, items: [] } });
    assert.equal(way.connections(), 2, "it was tried twice");
  } finally {
    await way.stop();
  }
  let count = 0;
  for await (const collage of client().items("/collages", { query: { owner: "lena" } })) {
    if (collage.title === title) count += 1;
  }
  return count;
}

test("a POST whose answer is lost is sent again, and happens once", async () => {
  assert.equal(await posted("Once", {}), 1);
});

test("without its key it would happen twice", async () => {
  assert.equal(await posted("Twice", { keyless: true }), 2);
});

test("a change under a condition is not sent again", async (context) => {
  const made = await client().post("/collages", { body: { items: [] } });
  const way = await network(service, { dropped: 1 });
  context.after(() => way.stop());
  const call = { path: { collage: made.value.id }, match: made, body: { title: "Who knows" } };
  await assert.rejects(client({ origin: way.origin }).patch("/collages/{collage}", call), TypeError);
  assert.equal(way.connections(), 1);
});

test("a call ends when it is cancelled, and at its deadline", async (context) => {
  const way = await network(service, { silent: true });
  context.after(() => way.stop());
  const api = client({ origin: way.origin });
  const started = performance.now();
  await assert.rejects(api.get("/products", { timeout: 100 }), { name: "TimeoutError" });

  const abort = new AbortController();
  setTimeout(() => abort.abort(), 100);
  await assert.rejects(api.get("/products", { signal: abort.signal }), { name: "AbortError" });
  await assert.rejects(api.items("/comments", { signal: abort.signal }).next(), { name: "AbortError" });
  const took = performance.now() - started;
  assert.ok(took < 2_000, `it took ${took} ms`);
});
