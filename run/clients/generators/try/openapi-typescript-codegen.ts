import { CollagesService, OpenAPI, ProductsService } from "./client";

OpenAPI.BASE = process.env.BASE ?? "";
OpenAPI.TOKEN = process.env.TOKEN;

const products = await ProductsService.listProducts(undefined, undefined, undefined, false, undefined, undefined, 2);
const name: string | undefined = products.items[0]?.name;
if (name === undefined || products.items.length !== 2) throw new Error("cannot read");

const made = await CollagesService.createCollage({ title: "One", items: [] });
const patched = await CollagesService.updateCollage(made.id, "*", { title: "Two" });
if (patched.title !== "Two") throw new Error("cannot patch");
