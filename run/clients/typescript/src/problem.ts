/** Failures that the service reports (RFC 9457), as errors. */

import type { components } from "./schema.js";

/** One fault of a request, and its place. */
export type Fault = components["schemas"]["ErrorDetail"];

/** Why a request failed. */
export class Problem extends Error {
  override name = "Problem";
  /** Names the kind, and leads to a page that explains it; `about:blank` for a response from something on the way. */
  readonly type: string;
  /** The last part of `type`, to decide by: `"precondition-failed"`. */
  readonly kind: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string | undefined;
  /** All faults of the request. */
  readonly errors: readonly Fault[];
  /** How many seconds to wait before the request is sent again. */
  readonly retryAfter: number | undefined;
  /** Names the request in the logs of the service. */
  readonly requestId: string | undefined;

  constructor(response: Response, said: Partial<components["schemas"]["Problem"]>) {
    const title = said.title ?? (response.statusText || `HTTP ${response.status}`);
    super([title, said.detail, ...(said.errors ?? []).map(inWords)].filter(Boolean).join("; "));
    this.type = said.type ?? "about:blank";
    this.kind = this.type.slice(this.type.lastIndexOf("/") + 1);
    this.title = title;
    this.status = response.status;
    this.detail = said.detail;
    this.errors = said.errors ?? [];
    this.retryAfter = retryAfter(response);
    this.requestId = response.headers.get("x-request-id") ?? undefined;
  }
}

/** 400: a parameter is wrong, or the request cannot be read. */
export class InvalidRequest extends Problem {
  override name = "InvalidRequest";
}

/** 401: a token is needed. */
export class Unauthenticated extends Problem {
  override name = "Unauthenticated";
}

/** 403: it belongs to another user. */
export class Forbidden extends Problem {
  override name = "Forbidden";
}

/** 404: there is nothing. */
export class NotFound extends Problem {
  override name = "NotFound";
}

/** 410: it was deleted. */
export class Gone extends NotFound {
  override name = "Gone";
}

/** 409: it contradicts the present state. */
export class Conflict extends Problem {
  override name = "Conflict";
}

/** 412: it was changed since it was read. Read it again, and decide anew. */
export class PreconditionFailed extends Problem {
  override name = "PreconditionFailed";
}

/** 422: the content is not valid; `errors` has all its faults. */
export class InvalidContent extends Problem {
  override name = "InvalidContent";
}

/** 428: the change must name the state that it is about. */
export class PreconditionRequired extends Problem {
  override name = "PreconditionRequired";
}

/** 429, 502, 503, 504: unavailable, in spite of several attempts. */
export class Unavailable extends Problem {
  override name = "Unavailable";
}

const CLASSES: Record<number, typeof Problem> = {
  400: InvalidRequest,
  401: Unauthenticated,
  403: Forbidden,
  404: NotFound,
  409: Conflict,
  410: Gone,
  412: PreconditionFailed,
  422: InvalidContent,
  428: PreconditionRequired,
  429: Unavailable,
  502: Unavailable,
  503: Unavailable,
  504: Unavailable,
};

/** The problem of a response. Its content is read from a copy. */
export async function problemOf(response: Response): Promise<Problem> {
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json") ?? false;
  const said: unknown = isProblem ? await response.clone().json().catch(() => ({})) : {};
  return new (CLASSES[response.status] ?? Problem)(response, said as Partial<components["schemas"]["Problem"]>);
}

/** `Retry-After` in seconds, which may be written as a date. */
export function retryAfter(response: Response): number | undefined {
  const said = response.headers.get("retry-after");
  if (said === null) return undefined;
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

function inWords(fault: Fault): string {
  const place = fault.pointer ?? fault.parameter ?? fault.header;
  return place === undefined ? fault.message : `${place} ${fault.message}`;
}
