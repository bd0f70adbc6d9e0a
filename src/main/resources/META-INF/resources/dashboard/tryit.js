// A review of one's own, scored while it is typed.
import { explain } from "./api.js";
import { byId, el } from "./dom.js";
import { explanation } from "./words.js";

const DEBOUNCE_MILLIS = 250;

export function startTryIt() {
  const input = byId("try-text");
  const result = byId("try-result");
  let timer;
  let running;

  const score = async () => {
    running?.abort();
    const text = input.value;
    if (text.trim() === "") {
      result.replaceChildren(el("p", { class: "empty" }, "Nothing to score yet."));
      return;
    }
    const own = new AbortController();
    running = own;
    try {
      const reply = await explain(text, own.signal);
      result.replaceChildren(explanation(text, reply));
    } catch (error) {
      if (!own.signal.aborted) {
        result.replaceChildren(el("p", { class: "empty", role: "alert" }, `No verdict: ${error.message}`));
      }
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(score, DEBOUNCE_MILLIS);
  });
  score();
}
