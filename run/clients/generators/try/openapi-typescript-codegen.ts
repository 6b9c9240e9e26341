import { ApiError, CollagesService, OpenAPI, type Problem, ProductsService } from "./client";

OpenAPI.BASE = process.env.BASE ?? "";
OpenAPI.TOKEN = process.env.TOKEN;

const products = await ProductsService.listProducts(undefined, undefined, undefined, false, undefined, undefined, 2);
const name: string | undefined = products.items[0]?.name;
if (name === undefined || products.items.length !== 2) throw new Error("cannot read");
const one = await ProductsService.getProduct("linen-tank");
if (one.id !== "linen-tank") throw new Error("cannot read one");
const none: unknown = await ProductsService.getProduct("none").catch((error: unknown) => error);
if (!(none instanceof ApiError) || (none.body as Problem).status !== 404) throw new Error("there is no problem");

const made = await CollagesService.createCollage({ title: "One", items: [] });
const patched = await CollagesService.updateCollage(made.id, "*", { title: "Two" });
if (patched.title !== "Two") throw new Error("cannot patch");
