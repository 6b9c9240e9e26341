/** Copies of responses, so that an unchanged resource is not sent again. */

import type { Send } from "./retry.js";

interface Copy {
  readonly tag: string;
  readonly headers: Headers;
  readonly text: string;
}

/** Copies of responses to GETs, by URL. The least recently used are dropped if they have too many characters. */
export class Copies {
  readonly #copies = new Map<string, Copy>();
  #size = 0;

  /** At most so many characters are kept. */
  constructor(readonly bound: number) {}

  /** Revalidates the copy, if there is one, and keeps a new response. */
  async send(send: Send, request: Request): Promise<Response> {
    const copy = this.#copies.get(request.url);
    if (copy) request.headers.set("if-none-match", copy.tag);
    const response = await send(request);
    if (copy && response.status === 304) {
      this.#keep(request.url, copy);
      return new Response(copy.text, { status: 200, headers: copy.headers });
    }
    const tag = response.headers.get("etag");
    if (response.status !== 200 || tag === null) return response;
    this.#keep(request.url, { tag, headers: response.headers, text: await response.clone().text() });
    return response;
  }

  #keep(url: string, copy: Copy): void {
    this.#drop(url);
    this.#copies.set(url, copy);
    this.#size += copy.text.length;
    for (const oldest of this.#copies.keys()) {
      if (this.#size <= this.bound) break;
      this.#drop(oldest);
    }
  }

  #drop(url: string): void {
    this.#size -= this.#copies.get(url)?.text.length ?? 0;
    this.#copies.delete(url);
  }
}
