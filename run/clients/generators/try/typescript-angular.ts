import "@angular/compiler";
import { HttpClient, HttpErrorResponse, provideHttpClient, withFetch } from "@angular/common/http";
import {
  createEnvironmentInjector,
  type EnvironmentInjector,
  Injector,
  ɵINJECTOR_SCOPE as SCOPE,
  provideZonelessChangeDetection,
} from "@angular/core";
import { firstValueFrom } from "rxjs";
import { CollagesService, Configuration, type Problem, ProductSort, ProductsService } from "./index";

// Without a page: the root is an injector of ours.
const root = { provide: SCOPE, useValue: "root" };
const providers = [root, provideHttpClient(withFetch()), provideZonelessChangeDetection()];
const http = createEnvironmentInjector(providers, Injector.NULL as EnvironmentInjector).get(HttpClient);
const configuration = new Configuration({ credentials: { bearer: process.env.TOKEN ?? "" } });
const base = process.env.BASE ?? "";

const products = new ProductsService(http, base, configuration);
const none = undefined;
const { PRICE_DESCENDING } = ProductSort;
const page = await firstValueFrom(
  products.listProducts(none, none, none, none, none, none, 2, none, none, PRICE_DESCENDING),
);
const name: string | undefined = page.items[0]?.name;
if (name === undefined || page.items.length !== 2) throw new Error("cannot read");
const one = await firstValueFrom(products.getProduct("linen-tank"));
if (one.id !== "linen-tank") throw new Error("cannot read one");
const refused: unknown = await firstValueFrom(products.getProduct("none")).catch((error: unknown) => error);
if (!(refused instanceof HttpErrorResponse) || (refused.error as Problem).status !== 404) throw new Error("there is no problem");

const collages = new CollagesService(http, base, configuration);
const made = await firstValueFrom(collages.createCollage({ title: "One", items: [] }, none, "response"));
const tag = made.headers.get("etag") ?? "";
const patched = await firstValueFrom(collages.updateCollage(made.body?.id ?? "", tag, { title: "Two" }));
if (patched.title !== "Two") throw new Error("cannot patch");
