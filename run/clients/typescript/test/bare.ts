/**
 * Code that must compile with the types but without the layer: reads have a type, and needed conditions are required.
 * Never run.
 */

import createClient from "openapi-fetch";

import type { paths } from "../src/schema.js";

export async function bare(): Promise<void> {
  const api = createClient<paths>({ baseUrl: "" });
  const params = { path: { collage: "market-morning" } };
  const body = { title: "Market morning", items: [] };

  const { data, error } = await api.GET("/products");
  if (error) throw error;
  const first: string | undefined = data.items[0]?.id;
  const made = await api.POST("/collages", { body });
  const id: string | undefined = made.data?.id;
  await api.PUT("/collages/{collage}", { params: { ...params, header: { "If-Match": '"1-json"' } }, body });
  // @ts-expect-error A change without the state that it is about.
  await api.PUT("/collages/{collage}", { params, body });
  void [first, id];
}
