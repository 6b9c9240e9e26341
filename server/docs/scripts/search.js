// Finds operations and sections of the guide by words.

import { element } from "./dom.js";

const SHOWN = 30;

/** The field, and the results that take the place of the contents. */
export function searchField(entries, contents) {
  const input = element("input", { type: "search", id: "search-field", placeholder: "Search, or press /", "aria-label": "Search", autocomplete: "off", "aria-controls": "results" });
  const count = element("p", { class: "quiet", role: "status" });
  const results = element("ul", { id: "results", hidden: true });
  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    contents.hidden = words.length > 0;
    results.hidden = !contents.hidden;
    const found = words.length ? find(entries, words) : [];
    count.textContent = words.length ? `${found.length} ${found.length === 1 ? "result" : "results"}` : "";
    results.replaceChildren(...found.slice(0, SHOWN).map(({ target, title, method }) => element("li", {}, link(target, title, method))));
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { input.value = ""; show(); }
    if (event.key === "Enter") results.querySelector("a")?.click();
  });
  addEventListener("keydown", (event) => {
    const writes = event.target.closest?.("input, textarea, select");
    if (event.key === "/" && !writes && !event.ctrlKey && !event.metaKey) { event.preventDefault(); input.focus(); }
  });
  show();
  return [input, count, results];
}

/** A link of the menu. */
export function link(target, title, method) {
  return element("a", { href: `#${target}` }, element("span", {}, title), method && element("span", { class: `method ${method.toLowerCase()}` }, method));
}

/** The entries that have every word; those with all of them in the title come first. */
function find(entries, words) {
  const has = (text) => words.every((word) => text.toLowerCase().includes(word));
  const found = entries.filter(({ title, text }) => has(`${title} ${text}`));
  return [...found.filter(({ title }) => has(title)), ...found.filter(({ title }) => !has(title))];
}
