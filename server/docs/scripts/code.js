// Code: in colours, with a button that copies it.

import { element } from "./dom.js";

const TOKENS = /((?:^|\s)(?:\/\/|#)[^\n]*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|\b(const|let|val|var|import|from|await|async|if|else|try|throw|throws|new|public|static|void|class|with|as|type|print|return|null|true|false|None|True|False|nil|curl|npm|npx|pip|go|install)\b|(\b\d+(?:\.\d+)?\b)/g;
const KINDS = ["comment", "string", "keyword", "number"];

/** A block of code. */
export function codeBlock(text, label = "Code") {
  const code = element("code", {});
  const block = element("div", { class: "code" }, element("pre", { tabindex: "0", role: "group", "aria-label": label }, code), copyButton(() => code.textContent));
  setCode(code, text);
  return { block, set: (changed) => setCode(code, changed) };
}

/** Gives the blocks of a page that was written without script their button. */
export function decorate(root) {
  for (const pre of root.querySelectorAll("pre")) {
    const code = pre.querySelector("code");
    const frame = element("div", { class: "code" });
    pre.replaceWith(frame);
    pre.tabIndex = 0;
    pre.setAttribute("role", "group");
    pre.setAttribute("aria-label", "Example");
    setCode(code, code.textContent);
    frame.append(pre, copyButton(() => code.textContent));
  }
}

function setCode(code, text) {
  let end = 0;
  const nodes = [];
  for (const match of text.matchAll(TOKENS)) {
    const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)];
    nodes.push(text.slice(end, match.index), element("span", { class: kind }, match[0]));
    end = match.index + match[0].length;
  }
  code.replaceChildren(...nodes, text.slice(end));
}

function copyButton(text) {
  const button = element("button", { type: "button", class: "copy" }, "Copy");
  button.addEventListener("click", async () => {
    const copied = await copy(text());
    button.textContent = copied ? "Copied" : "Press Ctrl+C";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  return button;
}

/** Copies a text; a page without TLS has no clipboard but that of a selection. */
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false);
  const field = element("textarea", { class: "off-screen", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}
