/** What the document says of each operation, as types: what goes in, what comes out, and what must be conditional. */

import type { components, paths } from "./schema.js";

/** The types of the document by name, as in `Schema["Collage"]`. */
export type Schema = components["schemas"];

/** The methods that operations have. */
export type Method = "get" | "post" | "put" | "patch" | "delete";

/** The paths below a locale; `/v1/` stands before all of them, and `Client.locales` asks for it. */
type Paths = Omit<paths, "/v1/">;

/** The paths that know a method. */
export type Path<M extends Method> = {
  [P in keyof Paths]: Paths[P] extends Record<M, object> ? P : never;
}[keyof Paths];

type Operation<P, M> = P extends keyof Paths ? (M extends keyof Paths[P] ? Paths[P][M] : never) : never;

/** The representation that an operation answers with; nothing where there is none to expect. */
export type Result<P, M> = OrNothing<Json<Responses<Operation<P, M>>>>;

type Responses<O> = O extends { responses: infer R } ? R : never;
type Json<R> = R[keyof R & (200 | 201)] extends infer One ? Content<One> : never;
type Content<One> = One extends { content: { "application/json": infer T } } ? T : never;
type OrNothing<T> = [T] extends [never] ? undefined : T;

/** The lists, which come in pages: they have items, as a collage has, and lead to the next one, as it does not. */
export type ListPath = {
  [P in Path<"get">]: "items" | "next" extends keyof Result<P, "get"> ? P : never;
}[Path<"get">];

/** What a list is of. */
export type Item<P> = Result<P, "get"> extends { items: (infer T)[] } ? T : never;

/** A value with the tag of its state. */
export interface Tagged<T> {
  readonly value: T;
  /** Send it back as `match`; absent where the answer has none, as that to a PUT: read again then. */
  readonly tag: string | undefined;
}

/** The state that a change is about: what was read, or its tag. */
export type Version = string | Tagged<unknown>;

/** What is said with a call. */
export type Call<P, M> = Limits &
  Part<"path", Parameters<Operation<P, M>, "path">> &
  Part<"query", Parameters<Operation<P, M>, "query">> &
  Part<"body", Body<Operation<P, M>>> &
  Condition<Operation<P, M>> &
  (M extends "post" ? Named : unknown);

/** What bounds a call. */
export interface Limits {
  /** Cancels it. */
  readonly signal?: AbortSignal;
  /** How long it may take with all attempts, in milliseconds. */
  readonly timeout?: number;
}

interface Named {
  /** Names the request, so that it happens once. Made up, unless the call itself may be made again: after a restart, say. */
  readonly idempotencyKey?: string;
}

/** Who may only change what they have seen must say what they have seen. */
type Condition<O> = M428<O> extends true
  ? { readonly match: Version }
  : O extends { parameters: { header?: { "If-Match"?: string } } }
    ? { readonly match?: Version }
    : unknown;
type M428<O> = 428 extends keyof Responses<O> ? true : false;

type Parameters<O, Place extends string> = O extends { parameters: infer All }
  ? Place extends keyof All
    ? NonNullable<All[Place]>
    : never
  : never;
type Body<O> = O extends { requestBody: { content: infer C } } ? Taken<C> : never;

/** CBOR is left to those who write it themselves. */
type Taken<C> = C[Exclude<keyof C, "application/cbor">];

/** A part is absent, optional or required, as what is in it is. */
type Part<Name extends string, T> = [T] extends [never]
  ? unknown
  : object extends T
    ? { readonly [N in Name]?: T }
    : { readonly [N in Name]: T };

/** The arguments after the path: the call may be left out where nothing in it is required. */
export type Arguments<P, M> = object extends Call<P, M> ? [call?: Call<P, M>] : [call: Call<P, M>];
