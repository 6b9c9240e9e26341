// A browser, and the messages that must not appear in it.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

// It is configured to call no other host by itself.
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export class Browser {
  static async start() {
    const browser = new Browser();
    browser.folder = await mkdtemp(join(tmpdir(), "ogrom-browser-"));
    const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
    browser.context = await chromium.launchPersistentContext(browser.folder, { executablePath, args: QUIET });
    return browser;
  }

  /** Opens a page in a window of this width; returns the page and all observations of it. */
  async open(url, width, { colorScheme = "light", javaScript = true } = {}) {
    const page = await this.context.newPage();
    page.setDefaultTimeout(60_000);
    await page.emulateMedia({ colorScheme });
    if (!javaScript) {
      const session = await this.context.newCDPSession(page);
      await session.send("Emulation.setScriptExecutionDisabled", { value: true });
    }
    await page.setViewportSize({ width, height: 900 });
    const seen = new Seen();
    page.on("console", (message) => message.type() === "error" && seen.errors.push(message.text()));
    page.on("pageerror", (error) => seen.errors.push(String(error)));
    page.on("request", (request) => seen.requests.push(request.url()));
    await page.exposeFunction("report", (violation) => seen.violations.push(violation));
    await page.addInitScript(() => {
      globalThis.violations = [];
      addEventListener("securitypolicyviolation", (event) => {
        violations.push(event.blockedURI);
        report(`${event.violatedDirective}: ${event.blockedURI}`);
      });
    });
    await page.goto(url, { waitUntil: "networkidle" });
    return { page, seen };
  }

  /** Keeps a picture of the page, if a folder is named for it. */
  async picture(page, name) {
    const folder = process.env.PICTURES;
    if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }

  async stop() {
    await this.context.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

class Seen {
  errors = [];
  violations = [];
  requests = [];

  isNothingBad(origin) {
    assert.deepEqual(this.violations, []);
    assert.deepEqual(this.errors, []);
    const elsewhere = this.requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith("data:"));
    assert.deepEqual(elsewhere, []);
  }
}
