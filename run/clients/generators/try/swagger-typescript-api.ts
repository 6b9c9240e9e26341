import { Api, type HttpResponse, type Problem, ProductSort, type Product } from "./api";

const api = new Api({
  baseUrl: process.env.BASE,
  baseApiParams: { headers: { Authorization: `Bearer ${process.env.TOKEN}` } },
});

const read = await api.products.listProducts({ limit: 2, sort: ProductSort.PRICE_DESCENDING });
const name: string | undefined = read.data.items[0]?.name;
if (name === undefined || read.data.items.length !== 2) throw new Error("cannot read");
const one = await api.products.getProduct("linen-tank");
if (one.data.id !== "linen-tank") throw new Error("cannot read one");
const none = await api.products.getProduct("none").catch((error: HttpResponse<Product, Problem>) => error);
if (none.error?.status !== 404) throw new Error("the problem has no type");

const made = await api.collages.createCollage({ title: "One", items: [] });
const headers = { "If-Match": made.headers.get("etag") ?? "" };
const replaced = await api.collages.replaceCollage(made.data.id, { title: "Two", items: [] }, { headers });
if (replaced.data.title !== "Two") throw new Error("cannot replace");
