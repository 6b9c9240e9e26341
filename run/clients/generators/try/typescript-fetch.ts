import { CollagesApi, Configuration, ProblemFromJSON, ProductsApi, ProductSort, ResponseError } from "./index";

const configuration = new Configuration({ basePath: process.env.BASE, accessToken: process.env.TOKEN });

const api = new ProductsApi(configuration);
const products = await api.listProducts({ limit: 2, sort: ProductSort.PRICE_DESCENDING });
const name: string | undefined = products.items[0]?.name;
if (name === undefined || products.items.length !== 2) throw new Error("cannot read");
if (!(products.items[0]?.created instanceof Date)) throw new Error("a time is no date");
const one = await api.getProduct({ product: "linen-tank" });
if (one.id !== "linen-tank") throw new Error("cannot read one");
const none: unknown = await api.getProduct({ product: "none" }).catch((error: unknown) => error);
if (!(none instanceof ResponseError)) throw new Error("there is no 404");
if (ProblemFromJSON(await none.response.json()).status !== 404) throw new Error("the problem has no type");

const collages = new CollagesApi(configuration);
const made = await collages.createCollageRaw({ collageBody: { title: "One", items: [] } });
const collage = (await made.value()).id;
const ifMatch = made.raw.headers.get("etag") ?? "";
const patched = await collages.updateCollage({ collage, ifMatch, collageBodyPatch: { title: "Two" } });
if (patched.title !== "Two") throw new Error("cannot patch");
