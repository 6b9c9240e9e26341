import { client } from "./client.gen";
import { createCollage, getProduct, listProducts, updateCollage } from "./sdk.gen";

client.setConfig({ baseUrl: process.env.BASE, auth: () => process.env.TOKEN });

const read = await listProducts({ query: { limit: 2, sort: "-price" } });
const name: string | undefined = read.data?.items[0]?.name;
if (name === undefined || read.data?.items.length !== 2) throw new Error("cannot read");
const one = await getProduct({ path: { product: "linen-tank" } });
if (one.data?.id !== "linen-tank") throw new Error("cannot read one");
const none = await getProduct({ path: { product: "none" } });
if (none.error?.status !== 404) throw new Error("the problem has no type");

const made = await createCollage({ body: { title: "One", items: [] } });
if (made.data === undefined) throw new Error(`cannot write: ${made.error.title}`);
const patched = await updateCollage({
  path: { collage: made.data.id },
  headers: { "If-Match": made.response.headers.get("etag") ?? "" },
  body: { title: "Two" },
});
if (patched.data?.title !== "Two") throw new Error("cannot patch");
