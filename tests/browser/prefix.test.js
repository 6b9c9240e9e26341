// The page for client developers below a path prefix, and behind a proxy that the service does not trust.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Browser } from "./browser.js";
import { Service } from "./service.js";

describe("the page below a prefix", () => {
  let browser, service, base;

  before(async () => {
    service = await Service.start({ OGROM_BASE_PATH: "/shop" });
    base = `${service.origin}/shop`;
    browser = await Browser.start();
  });

  after(async () => {
    await browser?.stop();
    await service?.stop();
  });

  async function open(options) {
    const opened = await browser.open(`${base}/docs/`, 1280, options);
    await opened.page.waitForSelector("body[data-ready]");
    return opened;
  }

  test("loads and sends everything below it", async () => {
    const { page, seen } = await open();
    await page.getByRole("button", { name: "Get a development token" }).click();
    await page.getByText("You are the user lena.").waitFor();
    const operation = page.locator("#createCollage");
    await operation.locator(".trial > summary").click();
    const sample = await operation.getByLabel(/^Sample of/).innerText();
    assert.ok(sample.includes(`${base}/v1/en-GB/collages`), sample);
    await operation.getByRole("button", { name: "Send" }).click();
    await operation.locator(".result .status").waitFor();
    assert.match(await operation.locator(".result .status strong").innerText(), /^201/);
    assert.ok(seen.requests.length > 10);
    seen.isNothingBad(base);
  });

  test("leads nowhere else", async () => {
    const { page } = await open();
    const links = await page.locator("main a, header a").evaluateAll((all) => all.map((link) => link.href.split("#")[0]));
    assert.ok(links.length > 50);
    for (const link of new Set(links)) {
      assert.ok(link.startsWith(`${base}/`), link);
      assert.equal((await fetch(link)).status, 200, link);
    }
  });

  test("knows its origin where the service does not", async () => {
    const { page } = await open();
    const code = page.locator("#guide pre code").first();
    assert.equal(await code.innerText(), `curl '${base}/v1/en-GB/products?limit=3'`);
    // A proxy adds such a field.
    await page.setExtraHTTPHeaders({ "X-Forwarded-For": "192.0.2.1" });
    const response = await page.reload({ waitUntil: "networkidle" });
    assert.ok((await response.text()).includes("ORIGIN/shop/v1/en-GB/products?limit=3"), "the service does not know it");
    assert.equal(await code.innerText(), `curl '${base}/v1/en-GB/products?limit=3'`);
    assert.ok(!(await page.locator("#guide").innerText()).includes("ORIGIN"));
  });
});
