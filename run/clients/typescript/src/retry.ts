/** Attempts: a request that may be repeated is, a few times, until its time is over. */

import { problemOf, retryAfter } from "./problem.js";

/** Sends a request. */
export type Send = (request: Request) => Promise<Response>;

/** How often and how soon. */
export interface Attempts {
  /** How many at most, the first included. */
  readonly attempts: number;
  /** About how long the first pause is, in milliseconds; each is twice the one before. */
  readonly pause: number;
}

/** The longest pause without `Retry-After`, in milliseconds. */
const LONGEST = 5_000;

/** "Too many", and the statuses of gateways and services while their upstream is away. */
const PASSING = new Set([429, 502, 503, 504]);

/** Sends a request until its response is final. `until` is when its time is over, as of `performance.now()`. */
export async function attempt(send: Send, request: Request, until: number, how: Attempts): Promise<Response> {
  const last = mayBeRepeated(request) ? how.attempts : 1;
  for (let count = 1; ; count += 1) {
    const answer = await whole(send, request.clone()).catch((error: unknown) => new Lost(error));
    const wait = await pauseAfter(answer, count, how);
    const enough = request.signal.aborted || count >= last || wait === undefined;
    // A wait beyond the end fails now, with its reason.
    if (enough || performance.now() + wait >= until) return found(answer);
    await pause(wait, request.signal);
  }
}

/** No response: the network's fault. */
class Lost {
  constructor(readonly error: unknown) {}
}

function found(answer: Response | Lost): Response {
  if (answer instanceof Lost) throw answer.error;
  return answer;
}

/**
 * Requests that are safe to repeat: reads, those with a key by which they happen once, and a PUT that does not depend on
 * the present state. A change with a condition may have been carried out, and then its condition fails: only its sender
 * knows.
 */
function mayBeRepeated({ method, headers }: Request): boolean {
  const conditional = headers.has("if-match") || headers.has("if-none-match");
  if (method === "PUT") return !conditional;
  return method === "GET" || (method === "POST" && !conditional && headers.has("idempotency-key"));
}

/** A response that has arrived to its last byte: one that is cut off is lost. */
async function whole(send: Send, request: Request): Promise<Response> {
  const answer = await send(request);
  const text = await answer.text();
  const { status, statusText, headers } = answer;
  const empty = status === 204 || status === 304;
  return new Response(empty ? null : text, { status, statusText, headers });
}

/** How long to wait before the next attempt, in milliseconds; nothing if the response is final. */
async function pauseAfter(answer: Response | Lost, count: number, how: Attempts): Promise<number | undefined> {
  // Of many that failed together, not all come back together.
  const own = Math.min(LONGEST, how.pause * 2 ** (count - 1)) * (0.5 + Math.random() / 2);
  if (answer instanceof Lost) return own;
  const inFlight = answer.status === 409 && (await problemOf(answer)).kind === "in-flight";
  if (!PASSING.has(answer.status) && !inFlight) return undefined;
  return Math.max(own, (retryAfter(answer) ?? 0) * 1000);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", stop, { once: true });
  });
}
