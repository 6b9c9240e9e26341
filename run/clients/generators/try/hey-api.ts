import { client } from "./client.gen";
import { createCollage, listProducts, updateCollage } from "./sdk.gen";

client.setConfig({ baseUrl: process.env.BASE, auth: () => process.env.TOKEN });

const read = await listProducts({ query: { limit: 2, sort: "-price" } });
const name: string | undefined = read.data?.items[0]?.name;
if (name === undefined || read.data?.items.length !== 2) throw new Error("cannot read");

const made = await createCollage({ body: { title: "One", items: [] } });
if (made.data === undefined) throw new Error(`cannot write: ${made.error.title}`);
const patched = await updateCollage({
  path: { collage: made.data.id },
  headers: { "If-Match": made.response.headers.get("etag") ?? "" },
  body: { title: "Two" },
});
if (patched.data?.title !== "Two") throw new Error("cannot patch");
