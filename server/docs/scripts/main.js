// Builds the reference from the document that the page names, and the menu beside it.

import { accessPanel } from "./access.js";
import { decorate } from "./code.js";
import { element } from "./dom.js";
import { paragraphs } from "./markdown.js";
import { Api } from "./openapi.js";
import { operationSection } from "./operation.js";
import { LANGUAGES } from "./samples.js";
import { link, searchField } from "./search.js";
import { Session } from "./session.js";

const { document: documentPath, problems, token } = document.body.dataset;
const place = document.getElementById("operations");
const contents = document.getElementById("contents");

function stored() {
  try { return localStorage.getItem("language"); } catch { return null; }
}

/** The language of all samples. */
class Languages extends EventTarget {
  chosen = LANGUAGES.find(({ name }) => name === stored())?.name ?? LANGUAGES[0].name;

  choose(name) {
    this.chosen = name;
    try { localStorage.setItem("language", name); } catch { /* it holds until the page is left */ }
    this.dispatchEvent(new Event("change"));
  }

  onChange(react) {
    this.addEventListener("change", react);
  }
}

for (const code of document.querySelectorAll("#guide code")) {
  // A service behind a proxy that it does not trust does not know its own origin.
  if (code.textContent.includes("ORIGIN")) code.textContent = code.textContent.replaceAll("ORIGIN", location.origin);
}
decorate(document.getElementById("guide"));
menuButton();
const documentUrl = new URL(documentPath, location.href).href;
try {
  const response = await fetch(documentUrl);
  if (!response.ok) throw new Error(`${documentPath} was answered with ${response.status}`);
  reference(new Api(await response.json(), documentUrl));
} catch (error) {
  place.replaceChildren(element("p", { role: "alert" }, `The operations cannot be shown: ${error.message}`));
}
search();
document.body.dataset.ready = "";
// The target of the address was not there when the browser looked for it.
if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
follow();

function reference(api) {
  const session = new Session(api);
  const common = { session, problems, documentUrl, languages: new Languages() };
  place.replaceChildren(accessPanel(api, session, token));
  contents.append(element("li", {}, link("access", "Access")));
  for (const group of api.groups()) {
    const id = `tag-${group.name.replaceAll(/\W+/g, "-")}`;
    place.append(
      element("header", { class: "tag" }, element("h2", { id }, group.name), paragraphs(group.description)),
      ...group.operations.map((operation) => operationSection(operation, common)));
    const operations = group.operations.map(({ id: of, summary, method }) => element("li", {}, link(of, summary, method)));
    contents.append(element("li", { class: "group" }, element("a", { href: `#${id}` }, group.name), element("ul", {}, operations)));
  }
}

function search() {
  const sections = [...document.querySelectorAll("#guide section")].filter((section) => section.querySelector("h2[id]"));
  const guide = sections.map((section) => ({ target: section.querySelector("h2").id, title: section.querySelector("h2").textContent, text: section.textContent }));
  const operations = [...document.querySelectorAll(".operation")].map((section) => ({
    target: section.id,
    title: section.querySelector("h3").textContent,
    method: section.querySelector(".route .method").textContent,
    text: `${section.id} ${section.querySelector(".said").textContent}`,
  }));
  document.getElementById("search").append(...searchField([...operations, ...guide], contents));
}

/** On a narrow screen the menu is opened by a button, and closes when it has led somewhere. */
function menuButton() {
  const [button, menu] = [document.getElementById("menu-button"), document.getElementById("menu")];
  const open = (isOpen) => {
    button.setAttribute("aria-expanded", isOpen);
    document.body.classList.toggle("menu-open", isOpen);
  };
  button.hidden = false;
  button.addEventListener("click", () => open(button.getAttribute("aria-expanded") !== "true"));
  menu.addEventListener("click", (event) => event.target.closest("a") && open(false));
  addEventListener("keydown", (event) => event.key === "Escape" && open(false));
}

/** Marks the entry of the menu whose section is in view. */
function follow() {
  const links = new Map([...contents.querySelectorAll("a")].map((one) => [one.hash.slice(1), one]));
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries.filter((entry) => entry.isIntersecting)) {
      contents.querySelector("[aria-current]")?.removeAttribute("aria-current");
      links.get(target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-80px 0px -70% 0px" });
  for (const id of links.keys()) {
    const target = document.getElementById(id);
    if (target) seen.observe(target);
  }
}
