// Verdicts as they come: a calm sample of them, and on click the words behind each.
import { explain, json } from "./api.js";
import { byId, clockTime, el, labelOf, meter, userText } from "./dom.js";
import { explanation } from "./words.js";

const RATE = 2; // a second; more than that nobody reads
const SHOWN = 24;
const AT_FIRST = 12;

export function startLive(feed) {
  const list = byId("live-list");
  const pause = byId("live-pause");
  const filter = byId("live-filter");
  const rate = byId("live-rate");
  let paused = false;
  let perSecond = 0;
  let behind = 0;

  const open = (event) => {
    event?.preventDefault();
    list.replaceChildren();
    byId("live-empty").hidden = false;
    const query = new URLSearchParams({ rate: RATE, recent: AT_FIRST });
    for (const [name, value] of new FormData(filter)) {
      if (value !== "") {
        query.set(name, value);
      }
    }
    feed.open(query);
  };

  const describe = () => {
    const sampled = perSecond > RATE ? `, about ${RATE} of them shown` : "";
    const held = paused && behind > 0 ? ` · ${behind.toLocaleString()} since the pause` : "";
    rate.textContent = `${perSecond.toLocaleString()} verdicts/s${sampled}${held}`;
  };

  feed.addEventListener("sentiment", ({ detail }) => {
    if (paused) {
      behind++;
      describe();
      return;
    }
    byId("live-empty").hidden = true;
    list.prepend(row(detail));
    while (list.children.length > SHOWN) {
      list.lastElementChild.remove();
    }
  });
  feed.addEventListener("skipped", ({ detail }) => {
    behind += paused ? detail.count : 0;
  });
  feed.addEventListener("heartbeat", ({ detail }) => {
    perSecond = detail.rate;
    describe();
  });
  const setPaused = (now) => {
    paused = now;
    behind = 0;
    pause.setAttribute("aria-pressed", paused);
    pause.textContent = paused ? "Go on" : "Pause";
    describe();
  };
  pause.addEventListener("click", () => setPaused(!paused));
  // What somebody has opened to read must not move away.
  list.addEventListener("opened", () => setPaused(true));
  filter.addEventListener("submit", open);
  filter.addEventListener("change", open);
  open();
}

function row(sentiment) {
  const details = el("div", { class: "details", hidden: "" });
  const button = el(
    "button",
    { type: "button", class: "row", "aria-expanded": "false" },
    labelOf(sentiment.label),
    meter(sentiment.probability),
    el("span", { class: "number" }, sentiment.probability.toFixed(2)),
    el(
      "span",
      { class: "what" },
      sentiment.subject ? userText(sentiment.subject, { class: "subject" }) : "",
      userText(sentiment.id, { class: "id" }),
    ),
    clockTime(sentiment.time),
  );
  button.addEventListener("click", () => {
    const opens = details.hidden;
    details.hidden = !opens;
    button.setAttribute("aria-expanded", opens);
    if (opens) {
      button.dispatchEvent(new Event("opened", { bubbles: true }));
      if (!details.hasChildNodes()) {
        fill(details, sentiment);
      }
    }
  });
  return el("li", {}, button, details);
}

async function fill(details, sentiment) {
  details.replaceChildren(el("p", { class: "empty" }, "Looking for the review …"));
  try {
    const review = await json(`/api/reviews?${new URLSearchParams({ id: sentiment.id, time: sentiment.time })}`);
    const reply = await explain(review.text);
    details.replaceChildren(explanation(review.text, reply), footnote(sentiment, reply));
  } catch (error) {
    details.replaceChildren(el("p", { class: "empty", role: "alert" }, `The words cannot be shown: ${error.message}`));
  }
}

function footnote(sentiment, reply) {
  const other = sentiment.model === reply.model ? "" : `; explained by ${reply.model}`;
  return el(
    "p",
    { class: "aside" },
    `${sentiment.knownTokens} of ${sentiment.tokens} words known · model ${sentiment.model}${other}`,
  );
}
