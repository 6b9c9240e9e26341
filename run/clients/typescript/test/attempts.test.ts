/** Which requests are repeated, and how often: against planned responses. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { connect, Conflict, type Options, Problem, Unavailable } from "../src/index.js";

type Answer = (request: Request) => Response;

/** A client that gets these responses, the last one for ever, and its requests. */
function answered(answers: Answer[], options: Partial<Options> = {}) {
  const sent: Request[] = [];
  const fetch = (request: Request) => {
    const answer = answers[Math.min(sent.length, answers.length - 1)];
    sent.push(request);
    return answer ? Promise.resolve().then(() => answer(request)) : Promise.reject(new TypeError("no network"));
  };
  return { sent, api: connect({ origin: "http://nowhere.example", locale: "en-GB", pause: 1, fetch, ...options }) };
}

const lost: Answer = () => {
  throw new TypeError("no network");
};
const cutOff: Answer = () => {
  const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError("terminated")) });
  return new Response(body, { status: 200 });
};
const made: Answer = () => Response.json({ id: "c" }, { status: 201 });
const found: Answer = () => Response.json({ items: [] });

function refusing(status: number, kind: string, headers: Record<string, string> = {}): Answer {
  const init = { status, headers: { ...headers, "content-type": "application/problem+json" } };
  return () => Response.json({ type: `/problems/${kind}`, title: kind, status }, init);
}

test("a read is tried again, whatever the passing fault", async () => {
  for (const fault of [lost, cutOff, refusing(503, "unavailable"), refusing(504, "timeout"), refusing(429, "many")]) {
    const { api, sent } = answered([fault, fault, found]);
    assert.deepEqual((await api.get("/products")).value.items, []);
    assert.equal(sent.length, 3);
  }
});

test("attempts are bounded, and the last answer is the error", async () => {
  const { api, sent } = answered([refusing(503, "unavailable")]);
  await assert.rejects(api.get("/products"), Unavailable);
  assert.equal(sent.length, 4);
});

test("what will not pass is not tried again", async () => {
  for (const [status, kind] of [[400, "invalid-query"], [404, "not-found"], [500, "internal"]] as const) {
    const { api, sent } = answered([refusing(status, kind), found]);
    await assert.rejects(api.get("/products"), Problem);
    assert.equal(sent.length, 1, kind);
  }
});

test("a POST has the same key at each attempt, and each POST its own", async () => {
  const { api, sent } = answered([lost, refusing(503, "unavailable"), refusing(409, "in-flight"), made]);
  await api.post("/collages", { body: { items: [] } });
  await api.post("/collages", { body: { items: [] } });
  const keys = sent.map(({ headers }) => headers.get("idempotency-key"));
  assert.equal(keys.length, 5);
  assert.equal(new Set(keys.slice(0, 4)).size, 1);
  assert.equal(new Set(keys).size, 2);
  assert.match(keys[0] ?? "", /^[0-9a-f]{32}$/);
});

test("a conflict that is not in flight stays one", async () => {
  const { api, sent } = answered([refusing(409, "conflict"), made]);
  await assert.rejects(api.post("/collages", { body: { items: [] } }), Conflict);
  assert.equal(sent.length, 1);
});

test("a like is put again, a change under a condition is not", async () => {
  const { api, sent } = answered([lost, found]);
  await api.put("/collages/{collage}/likes/{user}", { path: { collage: "c", user: "u" } });
  assert.equal(sent.length, 2);
  const changes = answered([refusing(503, "unavailable"), found]);
  const call = { path: { collage: "c" }, match: '"1"' };
  await assert.rejects(changes.api.put("/collages/{collage}", { ...call, body: { items: [] } }), Unavailable);
  await assert.rejects(answered([lost, found]).api.delete("/collages/{collage}", call), TypeError);
  assert.equal(changes.sent.length, 1);
});

test("Retry-After is waited for", async () => {
  const { api } = answered([refusing(503, "unavailable", { "retry-after": "1" }), found]);
  const started = performance.now();
  await api.get("/products");
  const took = performance.now() - started;
  assert.ok(took >= 990, `it waited ${took} ms`);
});

test("who would wait beyond the deadline is told at once, and told why", async () => {
  const { api, sent } = answered([refusing(503, "unavailable", { "retry-after": "60" })]);
  const started = performance.now();
  await assert.rejects(api.get("/products"), { name: "Unavailable", retryAfter: 60 });
  assert.ok(performance.now() - started < 1_000);
  assert.equal(sent.length, 1);
});

test("an answer of something on the way is a problem, too", async () => {
  const { api } = answered([() => new Response("<h1>Bad gateway</h1>", { status: 502 })], { attempts: 1 });
  await assert.rejects(api.get("/products"), { name: "Unavailable", status: 502, type: "about:blank" });
});

test("every POST of the document takes a key", async () => {
  const text = await readFile(new URL("../../../../openapi/v1.json", import.meta.url), "utf8");
  const { paths } = JSON.parse(text) as { paths: Record<string, { post?: { parameters: { $ref?: string }[] } }> };
  const posts = Object.values(paths).flatMap(({ post }) => post ?? []);
  assert.ok(posts.length > 1);
  for (const { parameters } of posts) {
    assert.ok(parameters.some(({ $ref }) => $ref === "#/components/parameters/Idempotency-Key"));
  }
});
