import createClient from "openapi-fetch";
import type { paths } from "./schema";

const headers = { Authorization: `Bearer ${process.env.TOKEN}` };
const api = createClient<paths>({ baseUrl: process.env.BASE, headers });

const read = await api.GET("/products", { params: { query: { limit: 2, sort: "-price" } } });
const name: string | undefined = read.data?.items[0]?.name;
if (name === undefined || read.data?.items.length !== 2) throw new Error("cannot read");
const one = await api.GET("/products/{product}", { params: { path: { product: "linen-tank" } } });
if (one.data?.id !== "linen-tank") throw new Error("cannot read one");
const none = await api.GET("/products/{product}", { params: { path: { product: "none" } } });
if (none.error?.status !== 404) throw new Error("the problem has no type");

const made = await api.POST("/collages", { body: { title: "One", items: [] } });
const collage = made.data?.id;
if (collage === undefined) throw new Error(`cannot write: ${made.error?.title}`);
const header = { "If-Match": made.response.headers.get("etag") ?? "" };
const patched = await api.PATCH("/collages/{collage}", {
  params: { path: { collage }, header },
  body: { title: "Two" },
  headers: { "Content-Type": "application/merge-patch+json" },
});
if (patched.data?.title !== "Two") throw new Error(`cannot patch: ${patched.error?.title}`);
const late = await api.DELETE("/collages/{collage}", { params: { path: { collage }, header } });
if (late.error?.status !== 412) throw new Error("an old ETag is not refused");
