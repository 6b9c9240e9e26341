import { createCollage, defaults, getProduct, listProducts, updateCollage } from "./api";

defaults.baseUrl = process.env.BASE ?? "";
defaults.headers = { Authorization: `Bearer ${process.env.TOKEN}` };

const read = await listProducts({ limit: 2 });
if (read.status !== 200) throw new Error(`cannot read: ${read.data.title}`);
const name: string | undefined = read.data.items[0]?.name;
if (name === undefined || read.data.items.length !== 2) throw new Error("cannot read");
const one = await getProduct("linen-tank");
if (one.status !== 200 || one.data.id !== "linen-tank") throw new Error("cannot read one");
const none = await getProduct("none");
if (none.status !== 404 || none.data.status !== 404) throw new Error("the problem has no type");

const made = await createCollage({ title: "One", items: [] });
if (made.status !== 201) throw new Error(`cannot write: ${made.data.title}`);
const tag = made.headers.get("etag") ?? "";
const headers = { "Content-Type": "application/merge-patch+json" };
const patched = await updateCollage(made.data.id, tag, { title: "Two" }, { headers });
if (patched.status !== 200 || patched.data.title !== "Two") throw new Error("cannot patch");
