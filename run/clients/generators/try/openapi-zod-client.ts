import { createApiClient } from "./api";

const headers = { Authorization: `Bearer ${process.env.TOKEN}` };
const api = createApiClient(process.env.BASE ?? "", { axiosConfig: { headers } });

const products = await api.listProducts({ queries: { limit: 2, sort: "-price" } });
const name: string | undefined = products.items[0]?.name;
if (name === undefined || products.items.length !== 2) throw new Error("cannot read");
const one = await api.getProduct({ params: { product: "linen-tank" } });
if (one.id !== "linen-tank") throw new Error("cannot read one");
const none = await api.getProduct({ params: { product: "none" } }).catch((error) => error.response?.data);
if (none?.status !== 404) throw new Error("there is no problem");

const made = await api.createCollage({ title: "One", items: [] });
const params = { collage: made.id };
const replaced = await api.replaceCollage({ title: "Two", items: [] }, { params, headers: { "If-Match": "*" } });
if (replaced.title !== "Two") throw new Error("cannot replace");
