// What was counted of subjects: a table of them, and a page for each under #subject=NAME.
import { json } from "./api.js";
import { chart, clock } from "./charts.js";
import { byId, el, percent, userText } from "./dom.js";

const REFRESH_MILLIS = 10_000;
const LIMIT = 10;
const HISTORY = 24; // windows of a sparkline
const SPARK = { width: 120, height: 28, inset: 3 };
const ORDERS = { reviewed: "most reviewed", improved: "most improved", worsened: "most worsened" };
const ROUTE = "#subject=";

const signed = (change) => (change == null ? "–" : `${change < 0 ? "−" : "+"}${Math.abs(change).toFixed(2)}`);
const count = (number) => number.toLocaleString();
const day = (seconds) => new Date(1000 * seconds).toLocaleDateString(undefined, { day: "numeric", month: "short" });
const hasDays = (window) => window.endsWith("d");

export function startSubjects() {
  const view = byId("subjects-view");
  const title = byId("subjects-title");
  const table = subjectTable();
  const page = subjectPage();
  let shown = null;
  let turn = 0; // an answer to what was asked before the last change of pages is dropped
  let timer;

  const refresh = async () => {
    clearTimeout(timer);
    const mine = ++turn;
    const isCurrent = () => mine === turn;
    try {
      const answer = await (shown === null ? table.refresh(isCurrent) : page.refresh(shown, isCurrent));
      if (isCurrent()) {
        note(freshness(answer));
      }
    } catch (error) {
      if (isCurrent()) {
        note(error.status === undefined ? "" : error.message); // without an answer the top of the page says so
      }
    }
    if (isCurrent()) {
      timer = setTimeout(refresh, REFRESH_MILLIS);
    }
  };

  const route = (isNavigation) => {
    const subject = subjectOf(location.hash);
    if (isNavigation && (subject === shown || isPlaceOnPage(location.hash))) {
      return;
    }
    shown = subject;
    document.body.dataset.page = subject === null ? "start" : "subject";
    document.title = subject === null ? "Verdict" : `${subject} · Verdict`;
    title.replaceChildren(subject === null ? "Subjects" : userText(subject));
    view.replaceChildren(subject === null ? table.element : page.element);
    page.clear();
    note("");
    if (isNavigation) {
      title.focus();
    }
    refresh();
  };

  table.element.addEventListener("change", refresh);
  page.element.addEventListener("change", refresh);
  addEventListener("hashchange", () => route(true));
  route(false);
}

function subjectOf(hash) {
  try {
    return hash.startsWith(ROUTE) ? decodeURIComponent(hash.slice(ROUTE.length)) : null;
  } catch {
    return null; // somebody has changed the address
  }
}

/** Such as that of the link which skips to the content. */
const isPlaceOnPage = (hash) => hash !== "" && !hash.startsWith(ROUTE);

function note(sentence) {
  byId("subjects-note").textContent = sentence;
}

function freshness({ stale, behind, missingPartitions = [] }) {
  if (missingPartitions.length > 0) {
    return "Some instances do not answer: their subjects are missing.";
  }
  return stale ? `Read from a copy, ${count(behind)} updates behind.` : "";
}

function choice(name, label, options = []) {
  const select = el("select", { name });
  select.append(...options.map(([value, text]) => el("option", { value }, text)));
  return { select, element: el("label", {}, `${label} `, select) };
}

/** Windows are a setting of the service; the first answer tells them. */
function offerWindows(select, windows, chosen) {
  if (select.options.length !== windows.length) {
    select.replaceChildren(...windows.map((window) => el("option", { value: window }, window)));
    select.value = chosen;
  }
}

function subjectTable() {
  const order = choice("order", "Order", Object.entries(ORDERS));
  const window = choice("window", "Windows of");
  const rows = el("tbody");
  const empty = el("p", { class: "empty", hidden: "" });
  const more = el("button", { type: "button", hidden: "" }, "More");
  let next;
  let pages = 1;

  const ask = (limit, after) => {
    const query = new URLSearchParams({ order: order.select.value, limit, history: HISTORY });
    if (window.select.value !== "") {
      query.set("window", window.select.value);
    }
    if (after !== undefined) {
      query.set("after", after);
    }
    return json(`/api/subjects?${query}`);
  };
  const isShown = ({ order: by, window: size }) => by === rows.dataset.order && size === rows.dataset.window;
  const show = (answer) => {
    next = answer.next;
    more.hidden = next === undefined;
    offerWindows(window.select, answer.allWindows, answer.window);
  };
  more.addEventListener("click", async () => {
    more.disabled = true;
    try {
      const answer = await ask(LIMIT, next);
      if (isShown(answer)) {
        const added = answer.subjects.map(row);
        rows.append(...added);
        pages++;
        show(answer);
        added[0]?.querySelector("a").focus();
      }
    } catch (error) {
      note(error.message);
    }
    more.disabled = false;
  });

  return {
    element: el(
      "div",
      {},
      el("form", { class: "filter", "aria-label": "What is listed", submit: (event) => event.preventDefault() },
        order.element, window.element),
      el(
        "table",
        { class: "subject-table" },
        el("thead", {}, el("tr", {}, ...heads(["Subject", "Reviews", "Positive", "Mean", "Change", "Trend"]))),
        rows,
      ),
      empty,
      more,
    ),
    async refresh(isCurrent) {
      const answer = await ask(LIMIT);
      // Who has asked for more goes on reading that.
      if (isCurrent() && (pages === 1 || !isShown(answer))) {
        keepFocus(rows, answer.subjects.map(row));
        Object.assign(rows.dataset, { order: answer.order, window: answer.window });
        pages = 1;
        empty.hidden = answer.subjects.length > 0;
        empty.textContent =
          answer.order === "REVIEWED"
            ? "Nothing was counted yet."
            : "None: two ended windows, one after the other, must each have reviews enough.";
        show(answer);
      }
      return answer;
    },
  };
}

const heads = (names) =>
  names.map((name, i) => el("th", { scope: "col", class: i === 0 ? "name" : "number" }, name));

/** A link that had the focus has it again after its row was made anew. */
function keepFocus(rows, made) {
  const focused = rows.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  rows.replaceChildren(...made);
  if (focused !== null) {
    [...rows.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
  }
}

function row(subject) {
  return el(
    "tr",
    {},
    el(
      "th",
      { scope: "row", class: "name" },
      el("a", { href: ROUTE + encodeURIComponent(subject.subject) }, userText(subject.subject)),
    ),
    el("td", { class: "number" }, count(subject.count)),
    el("td", { class: "number" }, percent(subject.positive / subject.count)),
    el("td", { class: "number" }, subject.meanProbability.toFixed(2)),
    el("td", { class: "number" }, change(subject.change)),
    el("td", { class: "number spark" }, sparkline(subject.history)),
  );
}

function change(value) {
  if (value == null || value === 0) {
    return el("span", {}, signed(value));
  }
  const arrow = el("span", { "aria-hidden": "true" }, value > 0 ? "▲ " : "▼ ");
  return el("span", { class: value > 0 ? "label positive" : "label negative" }, arrow, signed(value));
}

/** The mean of each window; the change beside it says the same in words. */
function sparkline(history) {
  const from = Date.parse(history[0]?.start);
  const span = Math.max(1, Date.parse(history.at(-1)?.start) - from);
  const x = ({ start }) => SPARK.inset + ((SPARK.width - 2 * SPARK.inset) * (Date.parse(start) - from)) / span;
  const y = ({ meanProbability }) => SPARK.inset + (SPARK.height - 2 * SPARK.inset) * (1 - meanProbability);
  const at = (window) => `${x(window).toFixed(1)},${y(window).toFixed(1)}`;
  const drawing = svg("svg", {
    viewBox: `0 0 ${SPARK.width} ${SPARK.height}`,
    width: SPARK.width,
    height: SPARK.height,
    "aria-hidden": "true",
  });
  const middle = SPARK.height / 2;
  drawing.append(svg("line", { class: "half", x1: 0, x2: SPARK.width, y1: middle, y2: middle }));
  if (history.length > 0) {
    const last = history.at(-1);
    drawing.append(
      svg("polyline", { points: history.map(at).join(" ") }),
      svg("circle", { cx: x(last), cy: y(last), r: 2.5 }),
    );
  }
  return drawing;
}

function svg(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  return element;
}

function subjectPage() {
  const window = choice("window", "Windows of");
  const figures = el("p", { class: "figures-line", "aria-live": "polite" });
  const rows = el("tbody");
  let isInDays = false;
  const label = (seconds) => (isInDays ? day(seconds) : clock(seconds));
  const charts = [
    chart({
      title: "Sentiment",
      series: [
        { label: "mean probability", of: (point) => point.meanProbability, colour: "--positive" },
        { label: "share positive", of: (point) => point.positive / point.count, colour: "--ink-2", dash: [4, 4] },
      ],
      format: percent,
      range: () => [0, 1],
      height: 180,
      label,
    }),
    chart({
      title: "Reviews",
      series: [{ label: "reviews", of: (point) => point.count, colour: "--ink-2" }],
      format: (value) => value.toLocaleString(undefined, { maximumFractionDigits: 1 }),
      range: (low, high) => [0, Math.max(1, (high ?? 0) * 1.1)],
      label,
    }),
  ];
  const drawn = el("div", { class: "charts" }, ...charts.map(({ figure }) => figure));
  const windows = el(
    "details",
    { class: "windows" },
    el("summary", {}, "As a table"),
    el(
      "table",
      { class: "subject-table" },
      el("thead", {}, el("tr", {}, ...heads(["From", "Reviews", "Positive", "Mean"]))),
      rows,
    ),
  );

  return {
    element: el(
      "div",
      {},
      el("p", {}, el("a", { href: "#" }, "All subjects")),
      el("form", { class: "filter", "aria-label": "What is shown", submit: (event) => event.preventDefault() },
        window.element),
      figures,
      drawn,
      windows,
    ),
    clear() {
      figures.textContent = "";
      drawn.hidden = true;
      windows.hidden = true;
    },
    async refresh(subject, isCurrent) {
      const query = new URLSearchParams({ subject });
      if (window.select.value !== "") {
        query.set("window", window.select.value);
      }
      const answer = await json(`/api/subjects/sentiment?${query}`);
      if (!isCurrent()) {
        return answer;
      }
      offerWindows(window.select, answer.allWindows, answer.window);
      isInDays = hasDays(answer.window);
      const told =
        `${count(answer.count)} reviews over all time, ${percent(answer.positive / answer.count)} positive, ` +
        `mean probability ${answer.meanProbability.toFixed(2)}`;
      if (figures.textContent !== told) {
        figures.textContent = told;
      }
      const points = answer.windows.map((counted) => ({ ...counted, time: counted.start }));
      drawn.hidden = points.length === 0;
      windows.hidden = points.length === 0;
      charts.forEach((each) => each.show(points));
      rows.replaceChildren(
        ...points.toReversed().map((point) =>
          el(
            "tr",
            {},
            el("th", { scope: "row", class: "name" }, new Date(point.start).toLocaleString()),
            el("td", { class: "number" }, count(point.count)),
            el("td", { class: "number" }, percent(point.positive / point.count)),
            el("td", { class: "number" }, point.meanProbability.toFixed(2)),
          ),
        ),
      );
      return answer;
    },
  };
}
