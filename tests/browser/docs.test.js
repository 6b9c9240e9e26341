// The page for client developers: whole, usable, and without requests to other services.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { Browser } from "./browser.js";
import { Service } from "./service.js";

const DEVICES = [["a desk", 1280], ["a phone", 390]];
const LANGUAGES = ["curl", "TypeScript", "Python", "Java", "Swift", "Kotlin"];
const axe = await readFile(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

describe("the page", () => {
  let browser, service;

  before(async () => {
    service = await Service.start();
    browser = await Browser.start();
  });

  after(async () => {
    await browser?.stop();
    await service?.stop();
  });

  /** The page, once its script has shown all operations. */
  async function open(width, options) {
    const opened = await browser.open(`${service.origin}/docs/`, width, options);
    await opened.page.waitForSelector("body[data-ready]");
    return opened;
  }

  /** Sends the request of an operation's form; returns the status and the content of its response. */
  async function send(page, id, values = {}) {
    const operation = page.locator(`#${id}`);
    await operation.locator(".trial > summary").click();
    for (const [name, value] of Object.entries(values)) await operation.locator(`input[name=${name}]`).fill(value);
    await operation.getByRole("button", { name: "Send" }).click();
    await operation.locator(".result .status").waitFor();
    const status = await operation.locator(".result .status strong").innerText();
    const content = operation.locator(".result code").first();
    return { operation, status, content: (await content.count()) ? await content.innerText() : "" };
  }

  for (const [device, width] of DEVICES) {
    for (const colorScheme of ["light", "dark"]) {
      test(`shows every operation on ${device}, ${colorScheme}`, async () => {
        const { page, seen } = await open(width, { colorScheme });
        const document = await (await fetch(`${service.origin}/openapi.json`)).json();
        const expected = Object.values(document.paths).flatMap((path) => Object.keys(path).filter(isMethod));
        assert.ok(expected.length > 20);
        assert.equal(await page.locator(".operation").count(), expected.length);
        await fits(page, width);
        await browser.picture(page, `docs-${width}-${colorScheme}`);
        // The others are made by the same script; to judge all of them takes a minute.
        await unfold(page, "#createCollage details");
        assert.deepEqual(await severe(page), []);
        await unfold(page, "details");
        await fits(page, width);
        seen.isNothingBad(service.origin);
      });
    }

    test(`the parameters of an operation fit one screen on ${device}`, async () => {
      const { page } = await open(width);
      const heights = await page.locator(".operation .parameters").evaluateAll((all) => all.map((one) => one.offsetHeight));
      assert.ok(Math.max(...heights) > 300, "some operation has many parameters");
      assert.ok(Math.max(...heights) <= 900, `${heights}`);
    });

    test(`reads, creates, changes and deletes on ${device}`, async () => {
      const { page, seen } = await open(width);
      const read = await send(page, "listProducts");
      assert.match(read.status, /^200/);
      assert.match(read.content, /"id": "[a-z-]+"/);
      await page.getByRole("button", { name: "Get a development token" }).click();
      await page.getByText("You are the user lena.").waitFor();
      const created = await send(page, "createCollage");
      assert.match(created.status, /^201/);
      const { id } = JSON.parse(created.content);
      for (const [operation, status] of [["replaceCollage", /^200/], ["deleteCollage", /^204/]]) {
        assert.match((await send(page, operation, { collage: id })).status, status, operation);
      }
      await fits(page, width);
      await created.operation.locator(".result").scrollIntoViewIfNeeded();
      await browser.picture(page, `docs-tried-${width}`);
      seen.isNothingBad(service.origin);
    });

    test(`finds by words on ${device}`, async () => {
      const { page, seen } = await open(width);
      if (width < 600) await page.getByRole("button", { name: "Menu" }).click();
      await page.getByRole("searchbox", { name: "Search" }).fill("collage idempotency");
      const titles = await page.locator("#results a span:first-child").allInnerTexts();
      assert.ok(titles.length > 0 && titles.length < 8, `${titles}`);
      assert.equal(await page.locator("#contents").isVisible(), false);
      await page.getByRole("searchbox").press("Enter");
      assert.match(new URL(page.url()).hash, /^#createCollage/);
      if (width < 600) await page.getByRole("button", { name: "Menu" }).click();
      await page.getByRole("searchbox").fill("no such words");
      assert.equal(await page.locator("#search [role=status]").innerText(), "0 results");
      await page.getByRole("searchbox").press("Escape");
      if (width > 600) assert.ok(await page.locator("#contents").isVisible());
      seen.isNothingBad(service.origin);
    });
  }

  test("follows the system to the dark, and the reader's switch before that", async () => {
    const { page } = await open(1280, { colorScheme: "dark" });
    const isDark = () => page.evaluate(() => {
      const [red] = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
      return red < 128;
    });
    assert.equal(await isDark(), true);
    await page.getByRole("button", { name: "Light" }).click();
    assert.equal(await isDark(), false);
    await page.reload({ waitUntil: "networkidle" });
    assert.equal(await isDark(), false, "the choice is kept");
    await page.getByRole("button", { name: "Dark" }).click();
    assert.equal(await isDark(), true);
    await page.evaluate(() => localStorage.clear());
  });

  test("copies the code beside the button", async () => {
    const { page } = await open(1280);
    await browser.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const block = page.locator("#guide .code").first();
    await block.hover();
    await block.getByRole("button", { name: "Copy" }).click();
    await block.getByRole("button", { name: "Copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, `curl '${service.origin}/v1/en-GB/products?limit=3'`);
  });

  test("shows each request in every language, with the values of the form", async () => {
    const { page } = await open(1280);
    const operation = page.locator("#replaceCollage");
    await operation.locator(".trial > summary").click();
    await operation.locator("input[name=collage]").fill("market morning/1");
    for (const language of LANGUAGES) {
      await operation.getByLabel("Language").selectOption(language);
      const sample = await operation.getByLabel(/^Sample of/).innerText();
      const path = language === "TypeScript" ? "market morning/1" : "/v1/en-GB/collages/market%20morning%2F1";
      for (const part of [path, "Bearer TOKEN", "ETAG", "linen-tank"]) {
        assert.ok(sample.includes(part), `${language} lacks ${part}:\n${sample}`);
      }
      assert.equal(await page.locator("#createCollage").getByLabel("Language").inputValue(), language, "all have one language");
    }
    await page.evaluate(() => localStorage.clear());
  });

  test("explains each status by an example and its problems", async () => {
    const { page } = await open(1280);
    const statuses = page.locator("#createCollage .response");
    assert.ok((await statuses.count()) > 8);
    for (const status of await statuses.all()) {
      await status.locator("> summary").click();
      const name = await status.locator("> summary strong").innerText();
      if (!/^\d/.test(name) || name === "204") continue;
      assert.ok((await status.locator("pre").count()) > 0, `${name} has no example`);
      if (name >= "400") {
        const links = await status.locator("a[href*='/problems/']").evaluateAll((all) => all.map((link) => link.href));
        assert.ok(links.length > 0, `${name} leads to no problem`);
        for (const link of links) assert.equal((await fetch(link)).status, 200, link);
      }
    }
  });

  test("leads somewhere with every link", async () => {
    const { page } = await open(1280);
    const links = await page.locator("main a, header a").evaluateAll((all) => all.map((link) => link.href.split("#")[0]));
    for (const link of new Set(links)) {
      assert.equal((await fetch(link)).status, 200, link);
    }
    const anchors = await page.locator("nav a").evaluateAll((all) => all.map((link) => link.hash));
    assert.ok(anchors.length > 30);
    for (const anchor of anchors) {
      assert.equal(await page.locator(anchor).count(), 1, anchor);
    }
  });

  test("has a whole guide without JavaScript", async () => {
    const { page, seen } = await browser.open(`${service.origin}/docs/`, 1280, { javaScript: false });
    const text = await page.locator("main").innerText();
    assert.ok(text.includes(`curl '${service.origin}/v1/en-GB/products?limit=3'`));
    assert.ok(text.includes("The OpenAPI document has the same content."));
    assert.ok((await page.locator("nav a").count()) > 5);
    assert.equal(await page.locator("button:visible").count(), 0, "no button that does nothing");
    assert.deepEqual(seen.errors, []);
  });

  test("shows on a page of its own how requests are decided", async () => {
    const { page, seen } = await browser.open(`${service.origin}/docs/decisions`, 390);
    assert.ok(await page.locator(".figure img").evaluate((image) => image.complete && image.naturalWidth > 0));
    await fits(page, 390);
    assert.deepEqual(await severe(page), []);
    seen.isNothingBad(service.origin);
  });

  test("explains problems on pages that every reader can use", async () => {
    for (const place of ["/problems/", "/problems/conflict"]) {
      for (const colorScheme of ["light", "dark"]) {
        const { page, seen } = await browser.open(service.origin + place, 390, { colorScheme });
        assert.deepEqual(await severe(page), [], `${place} ${colorScheme}`);
        await fits(page, 390);
        seen.isNothingBad(service.origin);
      }
    }
  });

  test("notices what does not belong here", async () => {
    const { page, seen } = await open(1280);
    await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", '<img src="http://other.example/a.png">'));
    await page.evaluate(() => console.error("something is wrong"));
    await page.waitForFunction(() => globalThis.violations?.length > 0);
    assert.throws(() => seen.isNothingBad(service.origin));
    assert.deepEqual([seen.violations.length > 0, seen.errors.some((error) => error.includes("something"))], [true, true]);
    assert.ok((await severe(page)).includes("image-alt"));
  });
});

/** The rules of accessibility that the page breaks badly. */
async function severe(page) {
  const session = await page.context().newCDPSession(page);
  // The policy of the page permits no script of a test.
  await session.send("Runtime.evaluate", { expression: axe });
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.filter(({ impact }) => ["critical", "serious"].includes(impact)).map(({ id }) => id);
}

async function unfold(page, selector) {
  await page.locator(selector).evaluateAll((all) => all.forEach((one) => { one.open = true; }));
}

async function fits(page, width) {
  assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width, "it does not fit");
}

function isMethod(name) {
  return ["get", "put", "post", "delete", "patch"].includes(name);
}
