// What the document cannot tell dredd: a token, and which response an example leads to.
//
// dredd takes the value of an optional field for granted, and knows no schema behind a reference. So it judges statuses and
// media types; schemathesis judges fields and contents.
const { beforeAll, beforeEach } = require("hooks");

const { BASE, TOKEN } = process.env;
const authorization = `Bearer ${TOKEN}`;

// Deletes last, and the collage that the others belong to after them.
const rank = ({ origin, request }) =>
  request.method !== "DELETE" ? 0 : origin.resourceName === "/collages/{collage}" ? 2 : 1;

beforeAll(async (transactions, done) => {
  transactions.sort((one, other) => rank(one) - rank(other));
  // So that there is the like that is read, repeated and taken back.
  await fetch(`${BASE}/collages/market-morning/likes/lena`, { method: "PUT", headers: { authorization } });
  done();
});

beforeEach((transaction, done) => {
  const { expected, origin, request } = transaction;
  const status = Number(expected.statusCode);
  // A refusal needs a wrong request, and the examples are right. What is there already is not created.
  transaction.skip = status >= 400 || (status === 201 && request.method === "PUT");
  const { "Content-Type": type } = expected.headers;
  expected.headers = type ? { "Content-Type": type } : {};
  delete expected.body;

  request.headers.Authorization = authorization;
  delete request.headers["Idempotency-Key"];
  if ("If-Match" in request.headers) request.headers["If-Match"] = "*";
  // This path has a server of its own.
  if (origin.resourceName === "/v1/") transaction.fullPath = "/v1/";
  done();
});
