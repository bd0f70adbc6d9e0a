// Shows what the words of a text contributed.
import { el, labelOf, meter, userText } from "./dom.js";

const TOP = 6;
// Below this share of the strongest word a colour would only be noise.
const FAINT = 0.08;

function mark(text, token, strongest) {
  const weight = strongest === 0 ? 0 : Math.abs(token.contribution) / strongest;
  if (weight < FAINT) {
    return text;
  }
  const word = el("mark", {
    class: token.contribution > 0 ? "positive" : "negative",
    title: `${signed(token.contribution)} log-odds`,
  });
  word.style.setProperty("--w", weight.toFixed(2));
  word.append(text);
  return word;
}

export const signed = (number) => (number < 0 ? "−" : "+") + Math.abs(number).toFixed(2);

/** The text with its words coloured; what the model did not read is dimmed. */
function highlighted(text, reply) {
  const { tokens } = reply.explanation;
  const strongest = Math.max(0, ...tokens.map((token) => Math.abs(token.contribution)));
  const shown = el("p", { class: "text", dir: "auto", tabindex: 0 });
  let end = 0;
  if (reply.truncated && tokens.length > 0) {
    end = tokens[0].start;
    shown.append(el("span", { class: "unread", title: "The model reads the last 80 words." }, text.slice(0, end)));
  }
  for (const token of tokens) {
    shown.append(text.slice(end, token.start), mark(text.slice(token.start, token.end), token, strongest));
    end = token.end;
  }
  shown.append(text.slice(end));
  return shown;
}

function topWords(words) {
  const top = words.slice(0, TOP).filter((word) => word.contribution !== 0);
  const strongest = Math.max(0, ...top.map((word) => Math.abs(word.contribution)));
  const rows = top.map((word) => {
    const side = word.contribution > 0 ? "positive" : "negative";
    const bar = el("span", { class: `contribution ${side}`, "aria-hidden": "true" });
    bar.style.setProperty("--w", (Math.abs(word.contribution) / strongest).toFixed(3));
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, userText(word.word), word.count > 1 ? ` × ${word.count}` : ""),
      el("td", { class: "bars" }, bar),
      el("td", { class: "number" }, signed(word.contribution)),
    );
  });
  return el(
    "table",
    { class: "words" },
    el("caption", {}, "What speaks for ▲ positive (+) and ▼ negative (−), in log-odds"),
    el("tbody", {}, ...rows),
  );
}

/** Verdict, coloured text and the most telling words. */
export function explanation(text, reply) {
  return el(
    "div",
    { class: "explanation" },
    el(
      "p",
      { class: "verdict" },
      labelOf(reply.label),
      meter(reply.probability),
      el("span", { class: "number" }, `P(positive) ${reply.probability.toFixed(3)}`),
    ),
    highlighted(text, reply),
    reply.explanation.words.length > 0
      ? topWords(reply.explanation.words)
      : el("p", { class: "empty" }, "The model knows none of these words."),
  );
}
