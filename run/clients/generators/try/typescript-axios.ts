import { isAxiosError } from "axios";
import { CollagesApi, Configuration, type Problem, ProductsApi } from "./index";

const configuration = new Configuration({ basePath: process.env.BASE, accessToken: process.env.TOKEN });

const api = new ProductsApi(configuration);
const products = await api.listProducts(undefined, undefined, undefined, false, undefined, undefined, 2);
const name: string | undefined = products.data.items[0]?.name;
if (name === undefined || products.data.items.length !== 2) throw new Error("cannot read");
const one = await api.getProduct("linen-tank");
if (one.data.id !== "linen-tank") throw new Error("cannot read one");
const none: unknown = await api.getProduct("none").catch((error: unknown) => error);
if (!isAxiosError<Problem>(none) || none.response?.data.status !== 404) throw new Error("there is no problem");

const collages = new CollagesApi(configuration);
const made = await collages.createCollage({ title: "One", items: [] });
const patched = await collages.updateCollage(made.data.id, String(made.headers["etag"]), { title: "Two" });
if (patched.data.title !== "Two") throw new Error("cannot patch");
