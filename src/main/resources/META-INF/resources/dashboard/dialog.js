// Asks before anything is done that others would notice.
import { el } from "./dom.js";

/** Whether whoever was asked said yes; the body is elements or text. */
export function ask({ title, body, action }) {
  const heading = el("h2", { id: "dialog-title" }, title);
  const dialog = el(
    "dialog",
    { "aria-labelledby": "dialog-title" },
    el(
      "form",
      { method: "dialog" },
      heading,
      ...body,
      el(
        "p",
        { class: "choices" },
        el("button", { value: "no" }, "Leave it"),
        el("button", { value: "yes", class: "strong" }, action),
      ),
    ),
  );
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
