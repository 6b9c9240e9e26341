import { CollagesApi, Configuration, ProductsApi } from "./index";

const configuration = new Configuration({ basePath: process.env.BASE, accessToken: process.env.TOKEN });

const products = await new ProductsApi(configuration).listProducts(undefined, undefined, undefined, false, undefined, undefined, 2);
const name: string | undefined = products.data.items[0]?.name;
if (name === undefined || products.data.items.length !== 2) throw new Error("cannot read");

const collages = new CollagesApi(configuration);
const made = await collages.createCollage({ title: "One", items: [] });
const patched = await collages.updateCollage(made.data.id, String(made.headers["etag"]), { title: "Two" });
if (patched.data.title !== "Two") throw new Error("cannot patch");
