// Pages of other origins: the parts of the API that a browser lets them read, and send to it.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";

import { Browser } from "./browser.js";
import { Service } from "./service.js";

const TOKEN = "a-token-for-the-browser";

describe("a page of another origin", () => {
  let browser, service, shop, stranger;

  before(async () => {
    shop = await Shop.open();
    stranger = await Shop.open();
    service = await Service.start({ OGROM_CORS_ORIGINS: shop.origin, OGROM_TOKENS: `lena=${TOKEN}` });
    browser = await Browser.start();
  });

  after(async () => {
    await browser?.stop();
    await service?.stop();
    shop?.close();
    stranger?.close();
  });

  test("reads answers and their fields where its origin may", async () => {
    const { page } = await browser.open(shop.origin, 800);
    const read = await ask(page, `${service.origin}/v1/en-GB/products?limit=1`);
    assert.deepEqual([read.status, read.items], [200, 1]);
    assert.ok(read.etag, "it is told the tag");
    assert.match(read.link, /rel="next"/);
    const failed = await ask(page, `${service.origin}/v1/en-GB/products/nothing`);
    assert.deepEqual([failed.status, failed.type], [404, "/problems/not-found"], "failures are read, too");
  });

  test("writes there, asked beforehand by the browser", async () => {
    const { page } = await browser.open(shop.origin, 800);
    const made = await ask(page, `${service.origin}/v1/en-GB/collages`, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json", "idempotency-key": '"one"' },
      body: '{"title": "From a shop", "items": []}',
    });
    assert.deepEqual([made.status, made.title], [201, "From a shop"]);
    const place = `${service.origin}${made.location}`;
    const gone = await ask(page, place, {
      method: "DELETE",
      headers: { authorization: `Bearer ${TOKEN}`, "if-match": made.etag },
    });
    assert.equal(gone.status, 204);
  });

  test("reads and writes nothing where its origin may not", async () => {
    const collages = `${service.origin}/v1/en-GB/collages`;
    const count = async () => (await (await fetch(`${collages}?limit=100`)).json()).items.length;
    const before = await count();
    const { page, seen } = await browser.open(stranger.origin, 800);
    assert.deepEqual(await ask(page, `${collages}?limit=1`), { refused: "TypeError" });
    const post = {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
      body: '{"title": "From a stranger", "items": []}',
    };
    assert.deepEqual(await ask(page, collages, post), { refused: "TypeError" });
    assert.equal(await count(), before);
    assert.ok(seen.errors.some((error) => error.includes("CORS policy")), seen.errors.join("\n"));
  });
});

/** Sends a request from within the page; returns the part that the page gets to see. */
function ask(page, url, options = {}) {
  return page.evaluate(async ([url, options]) => {
    let answer;
    try {
      answer = await fetch(url, options);
    } catch (error) {
      return { refused: error.name };
    }
    const text = await answer.text();
    const content = text ? JSON.parse(text) : {};
    const field = (name) => answer.headers.get(name);
    return {
      status: answer.status,
      items: content.items?.length,
      title: content.title,
      type: content.type,
      etag: field("etag"),
      link: field("link"),
      location: field("location"),
    };
  }, [url, options]);
}

/** A site with an empty page, on a port and so an origin of its own. */
class Shop {
  static async open() {
    const shop = new Shop();
    shop.server = createServer((_, answer) => answer.setHeader("content-type", "text/html").end("<title>Shop</title>"));
    await new Promise((resolve) => shop.server.listen(0, "127.0.0.1", resolve));
    shop.origin = `http://127.0.0.1:${shop.server.address().port}`;
    return shop;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
