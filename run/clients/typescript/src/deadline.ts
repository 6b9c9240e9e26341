/** The end of a call: its deadline, or its caller's wish. */

/**
 * Does some work under a signal that comes when its time is over, or with the caller's. At the end nothing is left of it:
 * no timer, and no listener at a signal of the caller's that outlives many calls.
 */
export async function within<T>(
  timeout: number,
  wish: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  wish?.throwIfAborted();
  const end = new AbortController();
  const cancel = () => end.abort(wish?.reason);
  const over = () => end.abort(new DOMException(`there was no answer within ${timeout} ms`, "TimeoutError"));
  const timer = setTimeout(over, timeout);
  wish?.addEventListener("abort", cancel);
  try {
    return await work(end.signal);
  } finally {
    clearTimeout(timer);
    wish?.removeEventListener("abort", cancel);
  }
}
