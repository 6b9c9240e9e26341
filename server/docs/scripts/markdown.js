// The Markdown of descriptions: paragraphs, lists, code, emphasis and links.

import { element } from "./dom.js";

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** The nodes of a text within a paragraph. */
export function inline(text = "") {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, strong, emphasis, label, target] = match;
    nodes.push(text.slice(end, match.index));
    end = match.index + whole.length;
    if (code) nodes.push(element("code", {}, code));
    else if (strong) nodes.push(element("strong", {}, strong));
    else if (emphasis) nodes.push(element("em", {}, emphasis));
    else nodes.push(/^(https?:|[/#.])/.test(target) ? element("a", { href: target }, label) : label);
  }
  return [...nodes, text.slice(end)];
}

/** The paragraphs of a text. */
export function paragraphs(text = "") {
  return text.split(/\n\s*\n/).filter((part) => part.trim()).map((part) => element("p", {}, inline(part)));
}
