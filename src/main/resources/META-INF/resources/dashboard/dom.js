// Builds elements. Text only ever becomes text: nothing on this page is parsed as HTML.

/** An element with attributes (a function is a listener) and children, which are elements or text. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(key, value);
    } else if (value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children);
  return element;
}

export const byId = (id) => document.getElementById(id);

/** What a user wrote, on its own: its direction does not spill over to what stands beside it. */
export function userText(text, attributes = {}) {
  return el("bdi", attributes, text);
}

export const isPositive = (label) => label === "POSITIVE";

export function labelOf(label) {
  return el(
    "span",
    { class: isPositive(label) ? "label positive" : "label negative" },
    el("span", { "aria-hidden": "true" }, isPositive(label) ? "▲ " : "▼ "),
    isPositive(label) ? "positive" : "negative",
  );
}

/** A bar from negative to positive with a mark at the probability. */
export function meter(probability) {
  const mark = el("span", { class: probability >= 0.5 ? "meter-fill positive" : "meter-fill negative" });
  mark.style.setProperty("--p", probability);
  return el("span", { class: "meter", "aria-hidden": "true" }, mark);
}

/** Lets the browser save a file. */
export function save(blob, name) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers read it later
}

export const percent = (share) => `${Math.round(100 * share)} %`;

export function clockTime(iso) {
  const time = new Date(iso);
  return el("time", { datetime: iso }, Number.isNaN(time.getTime()) ? "" : time.toLocaleTimeString());
}
