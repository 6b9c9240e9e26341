/** The compiler finds each mistake of `types.ts`: without its marks, every marked line fails. The README compiles. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
/** Beside the published declarations, so that these are tested. */
const planted = new URL("dist/test/planted.ts", root);

/** The compiler's messages for a text. */
async function complaints(text: string): Promise<string[]> {
  await writeFile(planted, text);
  const project = new URL("dist/planted.json", root);
  const compilerOptions = { noEmit: true, noUnusedLocals: false };
  const settings = { extends: "../tsconfig.json", compilerOptions, files: ["test/planted.ts"], include: [] };
  await writeFile(project, JSON.stringify(settings));
  const compiler = fileURLToPath(new URL("node_modules/typescript/bin/tsc", root));
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, [compiler, "-p", fileURLToPath(project), "--pretty", "false"], (_, out) => resolve(out));
  });
  return said.split("\n").filter((line) => line.includes("error TS"));
}

test("a wrong name does not compile", async () => {
  const lines = (await readFile(new URL("test/types.ts", root), "utf8")).split("\n");
  const marks = lines.flatMap((line, index) => (line.includes("@ts-expect-error") ? [index] : []));
  assert.ok(marks.length > 10);
  const unmarked = lines.map((line) => line.replace("@ts-expect-error", "")).join("\n");
  const wrong = new Set((await complaints(unmarked)).map((line) => Number(/\((\d+),/.exec(line)?.[1])));
  // Marks count from 0, lines from 1, and a mark applies to the next line.
  assert.deepEqual([...wrong].sort((a, b) => a - b), marks.map((index) => index + 2));
});

test("the README compiles", async () => {
  const readme = await readFile(new URL("README.md", root), "utf8");
  const code = [...readme.matchAll(/```ts\n(.*?)```/gs)].map((block) => block[1]).join("");
  assert.ok(code.includes("api.items("));
  assert.deepEqual(await complaints(code.replaceAll("@ogrom/client", "../src/index.js")), []);
});
