// Records that could not be scored: the newest of them, and putting them back.
import { post } from "./api.js";
import { ask } from "./dialog.js";
import { byId, el, userText } from "./dom.js";

const REFRESH_MILLIS = 10000;
const SHOWN = 20;
const PATH = "/api/admin/dead-letters";

export const wordsOf = (reason) => reason.toLowerCase().replaceAll("_", " ");

export function startDead(admin) {
  const list = byId("dead-list");
  const reason = byId("dead-reason");
  const said = byId("dead-said");
  let shown = "";

  const refresh = admin.follow(REFRESH_MILLIS, async () => {
    const query = new URLSearchParams({ limit: SHOWN, ...(reason.value ? { reason: reason.value } : {}) });
    const page = await admin.json(`${PATH}?${query}`);
    offer(page.reasons);
    const state = JSON.stringify(page);
    // What somebody has opened to read stays.
    if (state !== shown && list.querySelector("details[open]") === null) {
      shown = state;
      list.replaceChildren(...page.letters.map(letter));
      byId("dead-empty").hidden = page.letters.length > 0;
      byId("dead-empty").textContent = page.complete
        ? "There are none."
        : "None among the newest; older ones were not looked at.";
    }
  });

  const offer = (reasons) => {
    if (reason.options.length === 1) {
      reason.append(...reasons.map((name) => el("option", { value: name }, wordsOf(name))));
    }
  };

  const replay = (dryRun) =>
    admin.json(`${PATH}/replay`, post({ ...(reason.value ? { reason: reason.value } : {}), dryRun }));

  reason.addEventListener("change", () => {
    list.replaceChildren();
    shown = "";
    refresh();
  });
  byId("dead-refresh").addEventListener("click", () => {
    list.replaceChildren();
    shown = "";
    refresh();
  });
  byId("dead-replay").addEventListener("click", async () => {
    said.textContent = "";
    try {
      const would = await replay(true);
      if (would.replayedInAll === 0) {
        said.textContent = `Nothing to put back. ${leftOf(would)}`;
        return;
      }
      const agreed = await ask({
        title: "Put them back?",
        body: [
          el("p", {}, `${countOf(would)} would go back to where they came from, to be scored again. ${leftOf(would)}`),
        ],
        action: "Put back",
      });
      if (agreed) {
        said.textContent = "Putting them back …";
        const done = await replay(false);
        said.textContent = `${countOf(done)} put back. ${leftOf(done)}`;
        await refresh();
      }
    } catch (error) {
      said.textContent = `Not put back: ${error.message}.`;
    }
  });
}

function countOf({ replayedInAll, replayed }) {
  const reasons = Object.entries(replayed).map(([reason, count]) => `${wordsOf(reason)} ${count.toLocaleString()}`);
  return `${replayedInAll.toLocaleString()} ${replayedInAll === 1 ? "record" : "records"} (${reasons.join(", ")})`;
}

function leftOf({ left }) {
  return left.map(({ count, why }) => `${count.toLocaleString()} cannot be: ${why}.`).join(" ");
}

function letter(each) {
  const time = new Date(each.time);
  return el(
    "li",
    {},
    el(
      "details",
      {},
      el(
        "summary",
        {},
        el("span", { class: "reason" }, wordsOf(each.reason)),
        each.key ? userText(each.key, { class: "id" }) : el("span", { class: "id" }, "no key"),
        each.replayed ? el("span", { class: "tag" }, "put back") : "",
        el("time", { datetime: each.time }, time.toLocaleString()),
      ),
      el("p", {}, userText(each.detail)),
      el("pre", { class: "raw", dir: "auto", tabindex: 0, "aria-label": "The record" }, each.text),
      el(
        "p",
        { class: "aside" },
        `${each.sizeBytes.toLocaleString()} bytes${each.whole ? "" : ", of which only a part was kept"} · from `,
        userText(`${each.source.topic}`),
        `, partition ${each.source.partition}`,
        each.replays > 0 ? ` · put back ${each.replays} times before` : "",
      ),
    ),
  );
}
