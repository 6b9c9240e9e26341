// The page for client developers: whole, and without requests to other services.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Browser } from "./browser.js";
import { Service } from "./service.js";

describe("the page", () => {
  let browser, service, page, seen;

  before(async () => {
    service = await Service.start();
    browser = await Browser.start();
  });

  after(async () => {
    await browser?.stop();
    await service?.stop();
  });

  for (const [device, width] of [["a desk", 1280], ["a phone", 390]]) {
    test(`shows every operation on ${device}`, async () => {
      ({ page, seen } = await browser.open(`${service.origin}/docs/`, width));
      await page.waitForSelector(".opblock");
      const document = await (await fetch(`${service.origin}/openapi.json`)).json();
      const expected = Object.values(document.paths).flatMap((path) => Object.keys(path).filter(isMethod));
      assert.ok(expected.length > 20);
      assert.equal(await page.locator(".opblock").count(), expected.length);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width, "it does not fit");
      await page.locator(".figure img").scrollIntoViewIfNeeded();
      assert.ok(await page.locator(".figure img").evaluate((image) => image.complete && image.naturalWidth > 0));
      await browser.picture(page, `docs-${width}`);
      seen.isNothingBad(service.origin);
    });

    test(`tries an operation on ${device}`, async () => {
      ({ page, seen } = await browser.open(`${service.origin}/docs/`, width));
      const operation = page.locator("#operations-Products-listProducts").first();
      await operation.locator(".opblock-summary-control").click();
      await operation.getByRole("button", { name: "Try it out" }).click();
      await operation.getByRole("button", { name: "Execute" }).click();
      const answer = operation.locator(".live-responses-table .response").first();
      await answer.waitFor();
      assert.match(await answer.locator(".response-col_status").innerText(), /^200/);
      assert.match(await answer.innerText(), /"id": "[a-z-]+"/);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width, "it does not fit");
      await operation.scrollIntoViewIfNeeded();
      await browser.picture(page, `docs-tried-${width}`);
      seen.isNothingBad(service.origin);
    });
  }

  test("examples name this service, and their links lead somewhere", async () => {
    ({ page, seen } = await browser.open(`${service.origin}/docs/`, 1280));
    assert.match(await page.locator("#begin ~ pre code").first().innerText(), new RegExp(`^curl ${service.origin}/v1/`));
    const links = await page.locator("main a").evaluateAll((all) => all.map((link) => link.href.split("#")[0]));
    for (const link of new Set(links)) {
      assert.equal((await fetch(link)).status, 200, link);
    }
    const anchors = await page.locator("nav a").evaluateAll((all) => all.map((link) => link.hash));
    for (const anchor of anchors) {
      assert.equal(await page.locator(anchor).count(), 1, anchor);
    }
  });

  test("what does not belong here is noticed", async () => {
    ({ page, seen } = await browser.open(`${service.origin}/docs/`, 1280));
    await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", '<img src="http://other.example/a.png">'));
    await page.evaluate(() => console.error("something is wrong"));
    await page.waitForFunction(() => globalThis.violations?.length > 0);
    assert.throws(() => seen.isNothingBad(service.origin));
    assert.deepEqual([seen.violations.length > 0, seen.errors.some((error) => error.includes("something"))], [true, true]);
  });
});

function isMethod(name) {
  return ["get", "put", "post", "delete", "patch"].includes(name);
}
