/** Code that must not compile. Each marked line is wrong; if one were right, its mark would be an error. Never run. */

import type { Client, Schema } from "../src/index.js";

export async function wrong(api: Client, path: { collage: string }): Promise<void> {
  const { value: collage, tag } = await api.get("/collages/{collage}", { path });
  const id: string = collage.id;

  // @ts-expect-error A property that the read value does not have.
  collage.titel;
  // @ts-expect-error One that may be absent.
  collage.title.length;
  // @ts-expect-error A path that there is not.
  await api.get("/collage");
  // @ts-expect-error A path that cannot be posted to.
  await api.post("/products", { body: {} });
  // @ts-expect-error A parameter of the path that there is not.
  await api.get("/collages/{collage}", { path: { colage: id } });
  // @ts-expect-error A parameter of the path that is missing.
  await api.get("/collages/{collage}");
  // @ts-expect-error A parameter of the query that there is not.
  await api.get("/products", { query: { colr: "red" } });
  // @ts-expect-error A value that is not of the enumeration.
  await api.get("/products", { query: { sort: "dearest" } });
  // @ts-expect-error A property of the content that there is not.
  await api.post("/collages", { body: { titel: "x", items: [] } });
  // @ts-expect-error A property of an item of the content that there is not.
  await api.post("/collages", { body: { items: [{ product: "p", x: 0, y: 0, size: 1, colour: "red" }] } });
  // @ts-expect-error A property of the content that is missing.
  await api.post("/collages", { body: { title: "x" } });
  // @ts-expect-error A change without the state that it is about.
  await api.put("/collages/{collage}", { path, body: { items: [] } });
  // @ts-expect-error A deletion that does not say it either.
  await api.delete("/collages/{collage}", { path });
  // @ts-expect-error No list.
  api.items("/collages/{collage}", { path });
  // @ts-expect-error An option that there is not.
  await api.get("/products", { timeot: 1 });
  // @ts-expect-error A tag that may be absent.
  const certain: string = tag;

  // @ts-expect-error A member to select that there is not.
  await api.select("/products", ["id", "prise"]);
  // @ts-expect-error A path to one that there is not.
  await api.select("/products", ["price.amont"]);
  const sparse = await api.select("/products", ["id", "price.amount"], { query: { limit: 1 } });
  const amount: number | undefined = sparse.value.items[0]?.price?.amount;
  // @ts-expect-error A member that was not selected.
  sparse.value.items[0]?.brand;
  // @ts-expect-error A part of one that was not selected.
  sparse.value.items[0]?.price?.currency;
  const one = await api.select("/collages/{collage}", ["owner.name", "items.product.id", "title"], { path });
  const chosen: (string | undefined)[] = [one.value.owner.name, one.value.items[0]?.product.id, one.value.title];
  const full = await api.get("/collages/{collage}", { path, query: { expand: ["products", "comments"] } });
  const shown: (string | undefined)[] = [full.value.products?.[0]?.category, full.value.comments?.items[0]?.text];
  // @ts-expect-error An expansion that there is not.
  await api.get("/collages/{collage}", { path, query: { expand: ["owner"] } });
  void [amount, chosen, shown];

  for await (const comment of api.items("/comments", { query: { limit: 5 } })) {
    const language: string = comment.language;
    // @ts-expect-error A property of an item that there is not.
    comment.txt;
    void language;
  }
  const page = await api.get("/users");
  const users: Schema["User"][] = page.value.items;
  await api.delete("/collages/{collage}/likes/{user}", { path: { ...path, user: "lena" } });
  await api.post("/collages", { body: { items: [{ product: "p", x: 0, y: 0, size: 1 }] } });
  void [certain, users];
}
