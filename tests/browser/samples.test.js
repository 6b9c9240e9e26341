// The samples of the page, where values have characters that languages read otherwise.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

import { LANGUAGES } from "../../server/docs/scripts/samples.js";

const BODY = '{\n  "title": "It\'s $HOME, `id`, \\"quoted\\" and \\\\ é"\n}';

const REQUEST = {
  method: "PUT",
  url: "http://localhost/v1/en-GB/collages/o'clock?text=a%20b",
  base: "http://localhost/v1/en-GB",
  template: "/collages/{collage}",
  path: [["collage", "o'clock"]],
  query: [["text", "a b"]],
  headers: [["If-Match", '"1-json"'], ["Content-Type", "application/json"]],
  body: BODY,
};

function sample(name, request = REQUEST) {
  return LANGUAGES.find((language) => language.name === name).write(request);
}

test("a shell passes to curl what the request has", () => {
  const script = `curl() { for each; do printf '%s\\0' "$each"; done; }\n${sample("curl")}`;
  const passed = execFileSync("bash", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
  assert.deepEqual(passed, [
    "-X", "PUT", REQUEST.url, "-H", 'If-Match: "1-json"', "-H", "Content-Type: application/json", "-d", BODY,
  ]);
});

test("a body is the same text in each language", () => {
  const escaped = BODY.replaceAll("\\", "\\\\");
  const indented = (text, by) => text.replaceAll("\n", `\n${by}`);
  assert.ok(sample("TypeScript").includes(`body: ${indented(BODY, "  ")},`), "an object of JSON is one of TypeScript");
  assert.ok(sample("Python").includes(`"""${escaped}"""`));
  assert.ok(sample("Java").includes(indented(escaped, "        ")));
  assert.ok(sample("Swift").includes(`#"""\n    ${indented(BODY, "    ")}\n    """#`), "a raw text");
  assert.ok(sample("Kotlin").includes("It's ${'$'}HOME, "), "no template");
});

test("a header field is a text of each language", () => {
  for (const { name } of LANGUAGES.filter((language) => language.name !== "curl")) {
    assert.ok(sample(name).includes('"\\"1-json\\""'), sample(name));
  }
});

test("a request without a body sends none", () => {
  const read = { ...REQUEST, method: "GET", headers: [], body: undefined };
  assert.equal(sample("curl", read), `curl '${REQUEST.url.replace("'", "'\\''")}'`);
  for (const { name } of LANGUAGES) {
    assert.ok(!/body:|content=|httpBody|ofString\("""|toRequestBody\(\)/.test(sample(name, read)), sample(name, read));
  }
});
