import { CollagesApi, Configuration, ProductsApi, ProductSort } from "./index";

const configuration = new Configuration({ basePath: process.env.BASE, accessToken: process.env.TOKEN });

const products = await new ProductsApi(configuration).listProducts({ limit: 2, sort: ProductSort.PRICE_DESCENDING });
const name: string | undefined = products.items[0]?.name;
if (name === undefined || products.items.length !== 2) throw new Error("cannot read");
if (!(products.items[0]?.created instanceof Date)) throw new Error("a time is no date");

const collages = new CollagesApi(configuration);
const made = await collages.createCollageRaw({ collageBody: { title: "One", items: [] } });
const collage = (await made.value()).id;
const ifMatch = made.raw.headers.get("etag") ?? "";
const patched = await collages.updateCollage({ collage, ifMatch, collageBodyPatch: { title: "Two" } });
if (patched.title !== "Two") throw new Error("cannot patch");
