/** The public parts of the client: `connect`, and the types that it sends, gets and catches. */

export { connect, type Client, type Options } from "./client.js";
export {
  Conflict,
  Forbidden,
  Gone,
  InvalidContent,
  InvalidRequest,
  NotFound,
  PreconditionFailed,
  PreconditionRequired,
  Problem,
  Unauthenticated,
  Unavailable,
  type Fault,
} from "./problem.js";
export type { Call, Field, Item, ListPath, Path, Result, Schema, Selected, Tagged, Version } from "./operations.js";
